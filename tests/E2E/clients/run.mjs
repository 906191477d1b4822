// Runs the tests of clients that we did not write: a JSON-RPC library, Neovim, Emacs. The built program is expected.
// @ts-check
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { reporters } from '../reporters.mjs';

const folder = dirname(fileURLToPath(import.meta.url));
const files = readdirSync(folder).filter((name) => name.endsWith('.test.mjs'));
// One file at a time: an editor waits for answers only so long.
const done = spawnSync(
  process.execPath,
  ['--test', '--test-concurrency=1', ...reporters(), ...files.map((name) => join(folder, name))],
  { stdio: 'inherit' },
);
process.exitCode = done.status ?? 1;
