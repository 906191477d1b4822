// `npm run e2e [-- FILE…]`: packages the extension and drives it in a real VS Code. The built program is expected.
// @ts-check
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { figuresTable } from './figures.mjs';
import { program, root, whatIsMissing } from './prerequisites.mjs';
import { reporters } from './reporters.mjs';

const folder = dirname(fileURLToPath(import.meta.url));
const missing = whatIsMissing() ?? (existsSync(program) ? null : `${program} is not built: npm start`);
if (missing) {
  process.stderr.write(`gptossdev: ${missing}\n`);
  process.exit(3);
}
const packed = spawnSync('npm', ['run', '--silent', 'package', '-w', 'extension'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
if (packed.status !== 0) process.exit(3);
const asked = process.argv.slice(2);
const files = (asked.length > 0 ? asked : readdirSync(folder).filter((n) => n.endsWith('.test.mjs'))).map((n) => join(folder, n));
const noted = mkdtempSync(join(tmpdir(), 'figures-'));
// One file at a time: each runs a browser, an editor and a model.
const done = spawnSync(process.execPath, ['--test', '--test-concurrency=1', '--test-timeout=900000', ...reporters(), ...files], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, GPTOSS_E2E_FIGURES: join(noted, 'figures') },
});
process.stdout.write(`\n${figuresTable(join(noted, 'figures'))}\n`);
rmSync(noted, { recursive: true });
process.exitCode = done.status ?? 1;
