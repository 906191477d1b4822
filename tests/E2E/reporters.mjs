// How node's test runner reports: to the reader, and in numbers into the file that GPTOSS_TEST_REPORT names.
// @ts-check
import { fileURLToPath } from 'node:url';

/** @returns {string[]} arguments of `node --test` */
export function reporters() {
  const spec = ['--test-reporter=spec', '--test-reporter-destination=stdout'];
  const report = process.env.GPTOSS_TEST_REPORT;
  const counts = fileURLToPath(new URL('counts.mjs', import.meta.url));
  return report ? [...spec, `--test-reporter=${counts}`, `--test-reporter-destination=${report}`] : spec;
}
