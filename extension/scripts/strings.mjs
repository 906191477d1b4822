// The texts that the sources hand to l10n.t, for translators: `node scripts/strings.mjs` writes l10n/bundle.l10n.json,
// with --print it prints what it would write.
// @ts-check
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = join(dirname(fileURLToPath(import.meta.url)), '..');
const texts = new Set();
for (const entry of readdirSync(join(folder, 'src'), { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !entry.name.endsWith('.ts')) continue;
  const source = readFileSync(join(entry.parentPath, entry.name), 'utf8');
  for (const [, text] of source.matchAll(/l10n\.t\(\s*'((?:[^'\\]|\\.)*)'/g)) texts.add(text);
}
const bundle = `${JSON.stringify(Object.fromEntries([...texts].sort().map((text) => [text, text])), null, 2)}\n`;
if (process.argv.includes('--print')) process.stdout.write(bundle);
else writeFileSync(join(folder, 'l10n', 'bundle.l10n.json'), bundle);
