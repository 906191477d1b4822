// Formatting of C# and the type check of the scripts, each counted as one test.
// @ts-check
import { join } from 'node:path';
import { root, run, say } from './steps.mjs';

/** @returns {import('./editors.mjs').Counts} */
export function formatAndLint() {
  /** @type {import('./editors.mjs').Counts} */
  const total = { passed: 0, failed: [], skipped: 0 };
  /** @param {string} name @param {() => boolean} step */
  const check = (name, step) => {
    say(`\n== ${name}`);
    const ok = step();
    say(ok ? 'clean' : `failed: ${name}`);
    if (ok) total.passed++;
    else total.failed.push(name);
  };
  check('C# formatting (dotnet csharpier format .)', () => {
    return run('dotnet', ['tool', 'restore'], { quiet: true }) === 0 && run('dotnet', ['csharpier', 'check', '.']) === 0;
  });
  check('scripts type-check (tsc)', () => {
    const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    return ['cli/npm', 'tests/E2E'].every((folder) => run(process.execPath, [compiler, '-p', join(root, folder)]) === 0);
  });
  check('extension type-check and lint (npm run check -w extension)', () => {
    return run('npm', ['run', '--silent', 'check', '-w', 'extension']) === 0;
  });
  return total;
}
