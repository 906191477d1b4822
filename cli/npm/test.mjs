// `npm test`: set up, build, run every test; the last line is `N passed, N failed, N skipped`.
// @ts-check
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { artifacts, root, run, say, script, setUp, StepError } from './steps.mjs';
import { formatAndLint } from './lint.mjs';
import { runClientTests, runEditorTests, runExtensionTests } from './editors.mjs';

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

await script(() => {
  setUp({ extension: true });
  say('Building the tests …');
  if (run('dotnet', ['build', join(root, 'GptOssDev.sln'), '-c', 'Release', '-v', 'quiet', '--nologo']) !== 0) {
    throw new StepError('the build failed; what it said stands above');
  }
  const total = formatAndLint();
  const suites = [
    () => runTests('Unit'),
    runExtensionTests,
    () => runTests('Integration'),
    runClientTests,
    runEditorTests,
  ];
  for (const suite of suites) {
    const result = suite();
    total.passed += result.passed;
    total.failed += result.failed;
    total.skipped += result.skipped;
  }
  process.stdout.write(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`);
  return total.failed === 0 ? 0 : 1;
});
