// Bundles the extension, the panel's script and, with --tests, the unit tests.
// @ts-check
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const folder = join(dirname(fileURLToPath(import.meta.url)), '..');
process.chdir(folder);
rmSync('out', { recursive: true, force: true });

/** @type {import('esbuild').BuildOptions} */
const shared = { bundle: true, minify: true, legalComments: 'none', metafile: true, logLevel: 'warning' };

const host = await build({
  ...shared,
  entryPoints: ['src/extension.ts'],
  outfile: 'out/extension.js',
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  external: ['vscode'],
});
const page = await build({
  ...shared,
  entryPoints: ['src/webview/explain.ts'],
  outfile: 'out/explain.js',
  platform: 'browser',
  format: 'iife',
  target: 'es2022',
});
writeFileSync('out/THIRD-PARTY.txt', notices([host, page]));

if (process.argv.includes('--tests')) {
  await build({
    ...shared,
    minify: false,
    entryPoints: readdirSync('test').filter((name) => name.endsWith('.test.ts')).map((name) => join('test', name)),
    outdir: 'out/test',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    outExtension: { '.js': '.mjs' },
  });
}

/**
 * The licences of what was bundled.
 * @param {{ metafile: import('esbuild').Metafile }[]} results
 */
function notices(results) {
  const folders = new Set();
  for (const { metafile } of results) {
    for (const input of Object.keys(metafile.inputs)) {
      const found = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input);
      if (found) folders.add(found[1]);
    }
  }
  return [...folders]
    .sort()
    .map((folder) => {
      const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
      const file = ['LICENSE', 'LICENSE.md', 'LICENSE.txt', 'License.txt', 'LICENSE-MIT.txt'].find((n) => existsSync(join(folder, n)));
      if (!file) throw new Error(`${name} is bundled and names no licence text`);
      return `${name} ${version} (${license})\n\n${readFileSync(join(folder, file), 'utf8').trim()}\n`;
    })
    .join(`\n${'-'.repeat(80)}\n\n`);
}
