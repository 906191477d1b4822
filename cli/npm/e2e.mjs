// `npm run e2e [-- FILE…]`: sets up, then drives the extension in a real VS Code; FILE is one of tests/E2E.
// @ts-check
import { join } from 'node:path';
import { attach, root, script, setUp } from './steps.mjs';

await script(() => {
  setUp({ extension: true });
  return attach(process.execPath, [join(root, 'tests', 'E2E', 'run.mjs'), ...process.argv.slice(2)]);
});
