// The program, the daemon and the trust come and go; the window stays usable.
// @ts-check
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gap, shop } from './project/shop.mjs';
import { editorSession } from './vscode/session.mjs';
import { until, Window } from './vscode/window.mjs';

describe('the daemon', () => {
  const editor = editorSession('daemon', { files: shop }, async (window) => {
    await window.open('Warehouse.cs');
    await window.statusText('gpt-oss-nano');
  });

  test('two windows share one daemon', async () => {
    const second = await Window.open(editor.browser, editor.server);
    await second.open('Warehouse.cs');
    await second.statusText('gpt-oss-nano');
    // Two windows and the one that asks.
    await until(() => editor.server.status().clients >= 3, 'both windows are clients');
    await second.close();
    assert.deepEqual([...second.outside], []);
  });

  test('a killed daemon comes back and suggests again', async () => {
    const { window, server } = editor;
    const { pid } = server.status();
    process.kill(pid, 'SIGKILL');
    await until(() => {
      const now = server.daemon();
      return now !== null && now !== pid;
    }, 'a new daemon runs');
    await window.goTo(gap.line, gap.column);
    await window.type('total += product.Unit');
    assert.notEqual((await window.ghost()).trim(), '');
    await window.statusText('gpt-oss-nano');
  });

  test('the menu is reached from the status bar and tells what can be done', async () => {
    const { window } = editor;
    await window.page.locator('.statusbar-item', { hasText: 'gpt-oss-nano' }).first().click();
    await window.page.locator('.quick-input-list .monaco-list-row', { hasText: 'Doctor' }).waitFor();
    await window.picture('menu');
    await window.press('Escape');
  });
});

describe('a machine without gptoss', () => {
  const editor = editorSession('missing', { files: shop, path: '/nowhere/gptoss' });

  test('it is told once, and the walkthrough opens', async () => {
    const { window } = editor;
    await window.statusText('gptoss not found');
    await window.choose('The program gptoss was not found.', 'Get Started');
    await window.page.locator('.getting-started-step', { hasText: 'Connect to gptoss' }).first().waitFor();
    // Without the side bar there is room for the step's picture.
    await window.press('Control+B');
    await window.page.locator('.getting-started-media img, .getting-started-media svg, .getting-started-media iframe').first().waitFor();
    await window.picture('walkthrough');
    assert.deepEqual([...window.outside], []);
  });
});

describe('a machine with an older gptoss', () => {
  const path = fileURLToPath(new URL('vscode/older-gptoss.mjs', import.meta.url));
  const editor = editorSession('older', { files: shop, path, script: { rules: [] } });

  test('both versions are told, and it works all the same', async () => {
    const { window } = editor;
    await window.open('Warehouse.cs');
    await window.statusText('test-script');
    await window.toast(/GptOssDev \d+\.\d+\.\d+ talks to gptoss 0\.0\.9.*: install the same version of both\./);
    assert.deepEqual([...window.outside], []);
  });
});

describe('a connection that comes late', () => {
  const path = fileURLToPath(new URL('vscode/late-gptoss.mjs', import.meta.url));
  const script = { rules: [{ job: 'complete', answer: 'Price * product.Quantity;' }] };
  const editor = editorSession('late', { files: shop, path, script }, (window) => window.open('Warehouse.cs'));

  test('what was typed before it gets its suggestion', async () => {
    const { window, server } = editor;
    await window.statusText('gptoss starting');
    await window.goTo(gap.line, gap.column);
    await window.type('total += product.Unit');
    writeFileSync(join(server.workspace, 'connect'), '');
    assert.equal(await window.ghost(), 'Price * product.Quantity;');
    await window.statusText('test-script');
    assert.deepEqual([...window.outside], []);
  });
});

describe('a machine without a usable model', () => {
  const script = { loadFailure: 'no model was found' };
  const editor = editorSession('no-model', { files: shop, script });

  test('the status and one message say so', async () => {
    const { window } = editor;
    await window.open('Warehouse.cs');
    await window.statusText('gptoss has no model');
    const toast = await window.toast('no model was found');
    await toast.getByRole('button', { name: 'Get Started' }).waitFor();
    assert.deepEqual([...window.outside], []);
  });
});

describe('a model that loads slowly', () => {
  const editor = editorSession('slow-model', { files: shop, script: { loadMs: 15_000 } });

  test('its progress is shown, and stopping it keeps suggestions away', async () => {
    const { window } = editor;
    await window.open('Warehouse.cs');
    await window.statusText(/gptoss loading \d+ %/);
    await window.toast(/GptOssDev loads the model: \d+ %/);
    await window.choose('GptOssDev loads the model', 'Cancel');
    await window.statusText('gptoss snoozed');
    assert.deepEqual([...window.outside], []);
  });
});

describe('an untrusted workspace', () => {
  const settings = { 'security.workspace.trust.startupPrompt': 'never', 'security.workspace.trust.banner': 'never' };
  const editor = editorSession('untrusted', { files: shop, trusted: false, settings }, async (window) => {
    await window.open('Warehouse.cs');
    await window.statusText('Restricted Mode');
  });

  test('suggestions come and say that they are not checked', async () => {
    const { window } = editor;
    await window.statusText('gpt-oss-nano');
    await window.goTo(gap.line, gap.column);
    await window.type('total += product.Unit');
    assert.notEqual((await window.ghost()).trim(), '');
    await window.page.locator('.statusbar-item', { hasText: 'gpt-oss-nano' }).first().hover();
    await window.page.locator('.monaco-hover', { hasText: 'Not trusted' }).first().waitFor();
    await window.shot('untrusted');
    assert.deepEqual([...window.outside], []);
  });
});
