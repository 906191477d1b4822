// `npm test`: set up, build, run every test; the last line is `N passed, N failed, N skipped`.
// @ts-check
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { artifacts, root, run, say, script, setUp, StepError } from './steps.mjs';
import { formatAndLint } from './lint.mjs';

/**
 * Runs one test program and reads its report.
 * @param {string} name folder under tests/
 * @returns {{ passed: number, failed: number, skipped: number }}
 */
function runTests(name) {
  say(`\n== ${name}`);
  const report = join(artifacts, 'tests', `${name}.json`);
  mkdirSync(join(artifacts, 'tests'), { recursive: true });
  rmSync(report, { force: true });
  const executable = join(artifacts, 'bin', name, 'release', process.platform === 'win32' ? `${name}.exe` : name);
  const code = run(executable, ['-ctrf', report, '-noLogo', '-noColor', '-parallel', 'none', '-longRunning', '120']);
  if (!existsSync(report)) {
    say(`${name} ended with exit code ${code} and wrote no report`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
  /** @type {{ results: { summary: Record<string, number>, tests: { name: string, status: string, extra?: { reason?: string } }[] } }} */
  const { results } = JSON.parse(readFileSync(report, 'utf8'));
  for (const test of results.tests) {
    if (test.status === 'skipped') say(`skipped: ${test.name}: ${test.extra?.reason ?? 'no reason given'}`);
    if (test.status === 'failed') say(`failed: ${test.name}`);
  }
  const { passed, failed, skipped } = results.summary;
  // A crash after the report, or an error outside a test, is a failure too.
  return { passed, failed: failed + (code !== 0 && failed === 0 ? 1 : 0), skipped };
}

/**
 * Runs files of node's own test runner and reads their report.
 * @param {string} name
 * @param {string[]} files under tests/
 * @returns {{ passed: number, failed: number, skipped: number }}
 */
function runNodeTests(name, files) {
  say(`\n== ${name}`);
  const report = join(artifacts, 'tests', `${name}.tap`);
  mkdirSync(join(artifacts, 'tests'), { recursive: true });
  rmSync(report, { force: true });
  const code = run(process.execPath, [
    ...['--test', '--test-concurrency=1', '--test-reporter=spec', '--test-reporter-destination=stdout'],
    ...['--test-reporter=tap', `--test-reporter-destination=${report}`],
    ...files.map((file) => join(root, 'tests', file)),
  ]);
  const said = existsSync(report) ? readFileSync(report, 'utf8') : '';
  /** @param {string} what */
  const count = (what) => Number(new RegExp(`^# ${what} (\\d+)$`, 'm').exec(said)?.[1] ?? 0);
  // The runner's own count leaves out a suite that is skipped as a whole.
  const skips = [...said.matchAll(/^\s*ok \d+ - (.*) # SKIP ?(.*)$/gm)];
  for (const [, test, reason] of skips) say(`skipped: ${test}: ${reason || 'no reason given'}`);
  const failed = count('fail') + count('cancelled');
  return { passed: count('pass'), failed: failed + (code !== 0 && failed === 0 ? 1 : 0), skipped: skips.length };
}

await script(() => {
  setUp();
  say('Building the tests …');
  if (run('dotnet', ['build', join(root, 'GptOssDev.sln'), '-c', 'Release', '-v', 'quiet', '--nologo']) !== 0) {
    throw new StepError('the build failed; what it said stands above');
  }
  const total = formatAndLint();
  const runs = [
    () => runTests('Unit'),
    () => runTests('Integration'),
    () => runNodeTests('clients', ['E2E/clients/protocol.test.mjs', 'E2E/clients/editors.test.mjs']),
  ];
  for (const runOne of runs) {
    const result = runOne();
    total.passed += result.passed;
    total.failed += result.failed;
    total.skipped += result.skipped;
  }
  process.stdout.write(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`);
  return total.failed === 0 ? 0 : 1;
});
