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
 * @returns {import('./editors.mjs').Counts}
 */
function runTests(name) {
  say(`\n== ${name}`);
  const report = join(artifacts, 'tests', `${name}.json`);
  mkdirSync(join(artifacts, 'tests'), { recursive: true });
  rmSync(report, { force: true });
  const executable = join(artifacts, 'bin', name, 'release', process.platform === 'win32' ? `${name}.exe` : name);
  const code = run(executable, ['-ctrf', report, '-noLogo', '-noColor', '-parallel', 'none', '-longRunning', '120']);
  if (!existsSync(report)) {
    return { passed: 0, failed: [`${name} ended with exit code ${code} and wrote no report`], skipped: 0 };
  }
  /** @type {{ results: { summary: Record<string, number>, tests: { name: string, status: string, message?: string, extra?: { reason?: string } }[] } }} */
  const { results } = JSON.parse(readFileSync(report, 'utf8'));
  for (const test of results.tests) {
    if (test.status === 'skipped') say(`skipped: ${test.name}: ${test.extra?.reason ?? 'no reason given'}`);
  }
  const failed = results.tests.filter((test) => test.status === 'failed').map((test) => `${test.name}: ${test.message?.replaceAll(/\s+/g, ' ')}`);
  // A crash after the report, or an error outside a test, is a failure too.
  const outside = code !== 0 && failed.length === 0 ? [`${name} ended with exit code ${code}`] : [];
  return { passed: results.summary.passed, failed: [...failed, ...outside], skipped: results.summary.skipped };
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
    total.failed.push(...result.failed);
    total.skipped += result.skipped;
  }
  // Once more, for whoever sees only the end of a long output.
  for (const name of total.failed) say(`failed: ${name}`);
  process.stdout.write(`\n${total.passed} passed, ${total.failed.length} failed, ${total.skipped} skipped\n`);
  return total.failed.length === 0 ? 0 : 1;
});
