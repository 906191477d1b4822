// A reporter of node's test runner that writes `{"passed","failed":[WHAT AND WHY…],"skipped"}`. Suites count by their tests; one
// that is skipped as a whole has none and counts as one.
// @ts-check

/** @param {AsyncIterable<{ type: string, data: any }>} source */
export default async function* counts(source) {
  /** @type {{ passed: number, failed: string[], skipped: number }} */
  const total = { passed: 0, failed: [], skipped: 0 };
  for await (const { type, data } of source) {
    if (data?.details?.type === 'suite' && data.skip === undefined) continue;
    if (type === 'test:pass') total[data.skip === undefined ? 'passed' : 'skipped']++;
    else if (type === 'test:fail') total.failed.push(`${data.name}: ${data.details.error?.message}`);
  }
  yield `${JSON.stringify(total)}\n`;
}
