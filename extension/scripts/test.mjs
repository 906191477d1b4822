// Runs the bundled unit tests.
// @ts-check
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { reporters } from '../../tests/E2E/reporters.mjs';

const files = readdirSync(join('out', 'test')).map((name) => join('out', 'test', name));
const { status } = spawnSync(process.execPath, ['--test', ...reporters(), ...files], { stdio: 'inherit' });
process.exitCode = status ?? 1;
