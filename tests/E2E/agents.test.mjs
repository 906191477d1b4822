// What other agents in the editor get: the tool and the chat participant, with a scripted engine in the model's place.
// @ts-check
import assert from 'node:assert/strict';
import { dirname, join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { shop } from './project/shop.mjs';
import { editorSession } from './vscode/session.mjs';

const companion = join(dirname(fileURLToPath(import.meta.url)), 'companion');
const script = { rules: [{ job: 'answer', answer: 'It adds up prices, see `Warehouse.cs:20`.' }] };

describe('agents', () => {
  const editor = editorSession('agents', { files: shop, script, extensions: [companion] }, async (window) => {
    await window.open('Warehouse.cs');
    await window.statusText('test-script');
  });

  test('the tool accepts an edit that compiles and rejects one that does not', async () => {
    const { window } = editor;
    await window.command('Companion: Verify');
    await window.toast('verdict accepted');
    await window.command('Companion: Verify Broken');
    await window.toast(/verdict rejected.*CS0029/);
  });

  test('the chat participant explains the open file', async () => {
    const { window } = editor;
    await window.command('Chat: Open Chat');
    await window.page.locator('.interactive-input-part', { hasText: 'Companion One' }).first().waitFor();
    await window.page.locator('.interactive-input-part .monaco-editor').first().click();
    await window.type('@gptoss /explain ');
    await window.press('Enter');
    await window.page.locator('.interactive-response', { hasText: 'It adds up prices' }).first().waitFor();
    await window.shot('chat');
  });

  test('no request left this machine', () => {
    assert.deepEqual([...editor.window.outside], []);
  });
});
