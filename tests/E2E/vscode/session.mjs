// One editor for the tests of a suite, with what a failure needs to be understood.
// @ts-check
import { after, afterEach, before } from 'node:test';
import { startServer } from './server.mjs';
import { launchBrowser, Window } from './window.mjs';

/**
 * Starts an editor before the suite's tests and ends it after them. When something fails, a picture is kept and the logs
 * are printed.
 * @param {string} name names the pictures of failures
 * @param {Parameters<typeof startServer>[0]} options
 * @param {(window: Window) => Promise<void>} [ready] waits until the tests can begin
 */
export function editorSession(name, options, ready) {
  const session = {
    /** @type {any} */
    browser: null,
    /** @type {import('./server.mjs').Server} */
    server: /** @type {any} */ (null),
    /** @type {Window} */
    window: /** @type {any} */ (null),
  };
  let failures = 0;
  /** @param {string} what */
  const keep = async (what) => {
    await session.window?.shot(`failed-${name}-${++failures}`);
    process.stderr.write(`${what}\n${session.server?.logs() ?? ''}\n`);
  };

  before(async () => {
    try {
      session.server = await startServer(options);
      session.browser = await launchBrowser();
      session.window = await Window.open(session.browser, session.server);
      await ready?.(session.window);
    } catch (error) {
      await keep(`${name} did not start`);
      throw error;
    }
  });

  afterEach(async (context) => {
    const { passed } = /** @type {{ passed?: boolean }} */ (/** @type {unknown} */ (context));
    if (passed === false) await keep(`${name} failed`);
  });

  after(async () => {
    await session.browser?.close();
    await session.server?.stop();
  });

  return session;
}
