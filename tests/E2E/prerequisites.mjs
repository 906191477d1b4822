// Where the editor, the browser and the driver lie, and what is missing of them.
// @ts-check
import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
export const program = join(root, 'artifacts', 'gptoss', 'gptoss');
export const vsix = join(root, 'extension', 'out', 'gptossdev.vsix');
export const shots = join(root, 'artifacts', 'e2e-shots');

/** The pictures of docs/editors.md. */
export const screenshots = join(root, 'extension', 'screenshots');

/** Outside the build's folder by choice of the user: it is large and the same for every checkout. */
export const box = process.env.GPTOSS_E2E_DIR ?? join(root, 'artifacts', 'e2e');
export const node = join(box, 'node', 'node_modules', `node-linux-${process.arch}`, 'bin', 'node');
export const codeServerEntry = join(box, 'cs', 'node_modules', 'code-server', 'out', 'node', 'entry.js');
export const driver = join(box, 'cs', 'node_modules', 'playwright-core', 'package.json');
/** Checks pages for accessibility. */
export const axe = join(box, 'cs', 'node_modules', 'axe-core', 'axe.min.js');
/** Written when the installation of code-server is whole. */
export const codeServer = join(box, 'cs', 'installed');

/** @returns {string | undefined} the browser */
export function chromium() {
  const named = process.env.GPTOSS_E2E_CHROMIUM;
  if (named) return existsSync(named) ? named : undefined;
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'chromium'))
    .find((path) => existsSync(path));
}

/** @returns {string | null} why the tests cannot run here; null when they can */
export function whatIsMissing() {
  if (process.platform !== 'linux') return 'the editor tests run on Linux only';
  if (!chromium()) return 'Chromium is not installed: npm run e2e:install';
  if (![node, codeServer, driver, axe].every((path) => existsSync(path))) return 'code-server is not installed: npm run e2e:install';
  return null;
}
