// A reporter of node's test runner that writes `{"passed","failed","skipped"}`; suites count by their tests.
// @ts-check

/** @param {AsyncIterable<{ type: string, data: any }>} source */
export default async function* counts(source) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  for await (const { type, data } of source) {
    if (data?.details?.type === 'suite') continue;
    if (type === 'test:pass') total[data.skip === undefined ? 'passed' : 'skipped']++;
    else if (type === 'test:fail') total.failed++;
  }
  yield `${JSON.stringify(total)}\n`;
}
