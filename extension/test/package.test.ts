import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

interface Manifest {
  icon: string;
  main: string;
  contributes: {
    commands: { command: string }[];
    keybindings: { command: string }[];
    menus: Record<string, { command: string }[]>;
    walkthroughs: { steps: { media: { image: string } }[] }[];
  };
}

const source = readFileSync('package.json', 'utf8');
const manifest = JSON.parse(source) as Manifest;

test('package_placeholders_and_translations_are_the_same_set', () => {
  const used = [...source.matchAll(/"%([^%"]+)%"/g)].map((match) => match[1]).sort();
  const known = Object.keys(JSON.parse(readFileSync('package.nls.json', 'utf8')) as object).sort();
  assert.deepEqual([...new Set(used)], known);
});

test('package_menus_and_keys_name_commands_that_exist', () => {
  const { commands, keybindings, menus } = manifest.contributes;
  const known = new Set(commands.map((c) => c.command));
  const used = [...keybindings, ...Object.values(menus).flat()].map((entry) => entry.command);
  assert.deepEqual(used.filter((command) => !known.has(command)), []);
});

test('package_commands_are_all_registered', () => {
  const code = readFileSync('src/extension.ts', 'utf8');
  const missing = manifest.contributes.commands.filter((c) => !code.includes(`command('${c.command.replace('gptoss.', '')}'`));
  assert.deepEqual(missing, []);
});

test('package_pictures_exist', () => {
  const pictures = [manifest.icon, ...manifest.contributes.walkthroughs.flatMap((w) => w.steps.map((s) => s.media.image))];
  assert.deepEqual(pictures.filter((picture) => !existsSync(picture)), []);
});

test('strings_bundle_is_that_of_the_sources', () => {
  const expected = execFileSync(process.execPath, ['scripts/strings.mjs', '--print'], { encoding: 'utf8' });
  assert.equal(readFileSync('l10n/bundle.l10n.json', 'utf8'), expected, 'node scripts/strings.mjs writes it');
});
