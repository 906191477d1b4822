// What the package holds. A list of what may be shipped, so that a forgotten file stays at home.
// @ts-check
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const single = ['package.json', 'package.nls.json', 'README.md', 'CHANGELOG.md', 'out/THIRD-PARTY.txt', 'out/extension.js', 'out/explain.js'];
const folders = ['media', 'media/walkthrough', 'l10n'];
const kept = /\.(png|svg|css|json)$/;
const sources = new Set(['media/icon.svg']);

/**
 * @param {string} folder the extension's
 * @returns {string[]} paths relative to it, with forward slashes
 */
export function contents(folder) {
  const found = folders.flatMap((sub) =>
    readdirSync(join(folder, sub))
      .filter((name) => kept.test(name))
      .map((name) => `${sub}/${name}`),
  );
  const missing = single.filter((name) => !existsSync(join(folder, name)));
  if (missing.length > 0) throw new Error(`missing for the package: ${missing.join(', ')}`);
  return [...single, ...found.filter((name) => !sources.has(name))].sort();
}
