// One VS Code window in a browser page, and what a person does with it.
// @ts-check
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { axe, chromium, driver, screenshots, shots } from '../prerequisites.mjs';

const patience = 90_000;

/** @returns {Promise<any>} a browser that reaches for nothing by itself */
export function launchBrowser() {
  return createRequire(driver)('playwright-core').chromium.launch({
    executablePath: chromium(),
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync'],
  });
}

/**
 * Waits until a condition holds.
 * @template T
 * @param {() => T | Promise<T>} condition
 * @param {string} what
 * @returns {Promise<T>}
 */
export async function until(condition, what, ms = patience) {
  for (const end = Date.now() + ms; ; ) {
    const value = await condition();
    if (value) return value;
    if (Date.now() > end) throw new Error(`never: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

export class Window {
  /** @param {any} page @param {import('./server.mjs').Server} server @param {Set<string>} outside */
  constructor(page, server, outside) {
    this.page = page;
    this.server = server;
    /** Hosts other than this machine that a request went to. */
    this.outside = outside;
  }

  /** @param {any} browser @param {import('./server.mjs').Server} server */
  static async open(browser, server, { scale = 1 } = {}) {
    const page = await browser.newPage({ viewport: { width: 1280 / scale, height: 800 / scale }, deviceScaleFactor: scale });
    page.setDefaultTimeout(patience);
    /** @type {Set<string>} */
    const outside = new Set();
    await page.route(
      (/** @type {URL} */ url) => url.hostname !== '127.0.0.1',
      (/** @type {any} */ route) => {
        outside.add(new URL(route.request().url()).host);
        return route.abort();
      },
    );
    await page.goto(`${server.url}/?folder=${encodeURIComponent(server.workspace)}`);
    await page.locator('.explorer-folders-view .monaco-list').waitFor();
    return new Window(page, server, outside);
  }

  // -- commands and files

  /** Opens a box and fills it. Whatever takes the focus meanwhile closes the box: then again. @param {string} key @param {string} text */
  async quickInput(key, text) {
    const box = this.page.locator('.quick-input-widget:visible input').first();
    await until(async () => {
      // The last one may still be closing.
      await box.waitFor({ state: 'hidden' });
      await this.press(key);
      try {
        await box.waitFor({ timeout: 10_000 });
        await box.fill(text, { timeout: 5000 });
        return true;
      } catch {
        await this.press('Escape');
        return false;
      }
    }, `${key} opens a box`);
  }

  /** @param {string} title as the palette shows it, with its category */
  async command(title) {
    await this.quickInput('F1', `>${title}`);
    await this.pick(title);
  }

  /** As `command`, without the mouse. @param {string} title */
  async commandByKeys(title) {
    await this.quickInput('F1', `>${title}`);
    await this.page.locator('.quick-input-list .monaco-list-row.focused', { hasText: title }).waitFor();
    await this.press('Enter');
  }

  /** Chooses a line of the list on show. @param {string} text */
  async pick(text) {
    await this.page.locator('.quick-input-list .monaco-list-row', { hasText: text }).first().click();
  }

  /** @param {string} name */
  async open(name) {
    await this.quickInput('Control+P', name);
    await this.pick(name);
    await this.page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor();
    await this.page.locator('.editor-instance .view-line').first().waitFor();
    // What shows ghost text is made when the editor is idle for the first time: it would miss the keys before.
    await this.page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
  }

  /** @param {number} line @param {number} column */
  async goTo(line, column) {
    await this.quickInput('Control+G', `:${line}:${column}`);
    await this.page.keyboard.press('Enter');
    await this.statusText(`Ln ${line}, Col ${column}`);
  }

  /** @param {string} name @returns {Promise<string>} the file's text on disk */
  async save(name) {
    await this.page.keyboard.press('Control+S');
    await this.page.locator(`.tab.active[data-resource-name="${name}"]:not(.dirty)`).waitFor();
    return this.server.read(name);
  }

  /** @param {string} text */
  type(text) {
    return this.page.keyboard.type(text, { delay: 40 });
  }

  /** @param {string} key */
  press(key) {
    return this.page.keyboard.press(key);
  }

  /** Answers an input box. @param {string} prompt what it asks @param {string} text */
  async answer(prompt, text) {
    const box = this.page.locator('.quick-input-widget:visible', { hasText: prompt });
    await box.locator('input').first().fill(text);
    await this.press('Enter');
  }

  async closeEditors() {
    await this.command('View: Close All Editors');
    await this.page.locator('.tab').first().waitFor({ state: 'detached' });
  }

  // -- what is on show

  /** @param {string | RegExp} text */
  statusText(text) {
    return this.page.locator('.statusbar-item', { hasText: text }).first().waitFor();
  }

  /** @returns {Promise<string>} the ghost text on show */
  async ghost() {
    await this.page.locator('.editor-instance .ghost-text-decoration').first().waitFor();
    return this.ghostNow();
  }

  /** @returns {Promise<string>} the ghost text on show, empty when there is none */
  ghostNow() {
    return this.page.evaluate(() => {
      // The first line is made of decorations, one a token; further lines are a zone of their own.
      const texts = (/** @type {string} */ selector) =>
        [...document.querySelectorAll(`.editor-instance ${selector}`)].map((e) => e.textContent);
      return [texts('.ghost-text-decoration').join(''), ...texts('.suggest-preview-text .view-line')]
        .join('\n')
        .replace(/\u00a0/g, ' ');
    });
  }

  /**
   * Inserts all of a text but its last character, which is typed: its key asks for a suggestion.
   * @param {string} text @param {number} patience in milliseconds
   * @returns {Promise<number | null>} the time from that key to the first frame with ghost text; null when none came
   */
  async ghostAfterLastKey(text, patience) {
    await this.page.keyboard.insertText(text.slice(0, -1));
    // Before the key is sent: the two go different ways into the page.
    await this.page.evaluate((/** @type {number} */ ms) => {
      const page = /** @type {any} */ (globalThis);
      page.ghostAfterKey = new Promise((resolve) => {
        const pressed = () => {
          const start = performance.now();
          const look = () => {
            const now = performance.now();
            if (document.querySelector('.editor-instance .ghost-text-decoration')) resolve(now - start);
            else if (now - start > ms) resolve(null);
            else requestAnimationFrame(look);
          };
          look();
        };
        document.addEventListener('keydown', pressed, { capture: true, once: true });
      });
    }, patience);
    await this.page.keyboard.type(text.slice(-1));
    return this.page.evaluate(() => /** @type {any} */ (globalThis).ghostAfterKey);
  }

  /** @param {string} name an extension's @returns {Promise<number>} loading and activating it, in milliseconds, as the editor tells */
  async activationTime(name) {
    await this.command('Developer: Show Running Extensions');
    const list = this.page.locator('.runtime-extensions-editor .monaco-list');
    const row = list.locator('.monaco-list-row', { hasText: name }).first();
    await list.hover();
    // The quickest stand last, and only what is on show is in the page.
    await until(async () => {
      if (await row.isVisible()) return true;
      await this.page.mouse.wheel(0, 200);
      return false;
    }, `${name} is in the list`);
    const text = await row.locator('.activation-time').textContent();
    return Number(/(\d+)ms/.exec(text)?.[1]);
  }

  /** Notes from now on each ghost text that is shown, frame by frame; an empty one is a gap. */
  async watchGhost() {
    await this.page.evaluate(() => {
      const page = /** @type {any} */ (globalThis);
      cancelAnimationFrame(page.ghostWatch);
      /** @type {string[]} */
      page.ghosts = [];
      const look = () => {
        const text = [...document.querySelectorAll('.editor-instance .ghost-text-decoration')].map((e) => e.textContent).join('');
        if (text !== page.ghosts.at(-1)) page.ghosts.push(text);
        page.ghostWatch = requestAnimationFrame(look);
      };
      look();
    });
  }

  /** @returns {Promise<string[]>} the ghost texts shown since watchGhost */
  async ghostsSeen() {
    const seen = await this.page.evaluate(() => /** @type {any} */ (globalThis).ghosts);
    return seen.filter((/** @type {string} */ text) => text !== '');
  }

  /** @returns {Promise<number>} how often there was none since watchGhost */
  async ghostGaps() {
    const seen = await this.page.evaluate(() => /** @type {any} */ (globalThis).ghosts);
    return seen.filter((/** @type {string} */ text) => text === '').length;
  }

  /** @param {string} text a whole line of the editor's visible part @returns {Promise<boolean>} */
  lineOnShow(text) {
    return this.page.evaluate((/** @type {string} */ wanted) => {
      const lines = [...document.querySelectorAll('.editor-instance .view-line')];
      return lines.some((e) => e.textContent?.replace(/\u00a0/g, ' ') === wanted);
    }, text);
  }

  /** @param {RegExp} picture @returns {Promise<boolean>} whether a mark beside the lines has this picture */
  gutterShows(picture) {
    return this.page.evaluate((/** @type {RegExp} */ wanted) => {
      const marks = [...document.querySelectorAll('.editor-instance .glyph-margin-widgets *')];
      return marks.some((e) => wanted.test(decodeURIComponent(getComputedStyle(e).backgroundImage)));
    }, picture);
  }

  noGhost() {
    return this.page.locator('.editor-instance .ghost-text-decoration').first().waitFor({ state: 'detached' });
  }

  /** @param {string | RegExp} text */
  async toast(text) {
    const toast = this.page.locator('.notification-toast', { hasText: text }).first();
    await toast.waitFor();
    return toast;
  }

  /** @param {string} text */
  toastGone(text) {
    return this.page.locator('.notification-toast', { hasText: text }).first().waitFor({ state: 'detached' });
  }

  /** Presses a button of a message. A click that hits a message on the move is lost, so it is tried until the message is gone.
   * @param {string | RegExp} text @param {string} button */
  async choose(text, button) {
    const toast = await this.toast(text);
    await until(async () => {
      if (await toast.isVisible()) {
        await toast.getByRole('button', { name: button }).click({ timeout: 3000 }).catch(() => {});
      }
      return !(await toast.isVisible());
    }, `${button} is chosen`);
  }

  /** Chooses from the lightbulb at the cursor. A panel that opens meanwhile takes the focus and closes the menu: then again.
   * @param {string} title */
  async lightbulb(title) {
    const row = this.page.locator('.action-widget .monaco-list-row', { hasText: title });
    await until(async () => {
      await this.press('Control+1');
      await this.press('Control+.');
      try {
        await row.waitFor({ timeout: 10_000 });
        await row.click({ timeout: 5000 });
        return true;
      } catch {
        await this.press('Escape');
        return false;
      }
    }, `the lightbulb offers ${title}`);
  }

  /** Opens the first comment beside the text. The editor loses a click on a mark that it draws anew in that moment. @param {string} text */
  async openComment(text) {
    const widget = this.page.locator('.review-widget', { hasText: text }).first();
    await until(async () => {
      await this.page.locator('.editor-instance .comment-thread').first().click();
      return widget.waitFor({ timeout: 10_000 }).then(
        () => true,
        () => false,
      );
    }, `a comment says ${text}`);
  }

  /** The page inside a webview. */
  webview() {
    return this.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
  }

  /** @returns {Promise<string[]>} the rules that the page inside a webview breaks seriously */
  async accessibilityProblems() {
    const body = this.webview().locator('body');
    return body.evaluate(async (/** @type {HTMLElement} */ element, /** @type {string} */ source) => {
      // By the driver's own channel: the page's security policy would let no script in.
      (0, eval)(source);
      const { violations } = await /** @type {any} */ (globalThis).axe.run(element.ownerDocument);
      return violations
        .filter((/** @type {any} */ v) => v.impact === 'serious' || v.impact === 'critical')
        .map((/** @type {any} */ v) => `${v.id}: ${v.nodes.map((/** @type {any} */ n) => n.html).join(' ')}`);
    }, readFileSync(axe, 'utf8'));
  }

  /** @param {string} name */
  async shot(name) {
    mkdirSync(shots, { recursive: true });
    await this.page.screenshot({ path: join(shots, `${name}.png`) });
  }

  /** A picture for docs/editors.md, written where `GPTOSS_UPDATE_SCREENSHOTS` is set. @param {string} name */
  async picture(name) {
    // Where no tip comes up.
    await this.page.mouse.move(2, 2);
    await this.page.locator('.workbench-hover-container').first().waitFor({ state: 'detached' });
    await this.shot(name);
    if (!process.env.GPTOSS_UPDATE_SCREENSHOTS) return;
    const session = await this.page.context().newCDPSession(this.page);
    const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: 80 });
    writeFileSync(join(screenshots, `${name}.webp`), Buffer.from(data, 'base64'));
  }

  close() {
    return this.page.close();
  }
}
