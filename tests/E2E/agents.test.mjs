// What other agents in the editor get: the tool and the chat participant, with a scripted engine in the model's place.
// @ts-check
import assert from 'node:assert/strict';
import { dirname, join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { commitAndChange, lostProduct, shop, shorterFind } from './project/shop.mjs';
import { editorSession } from './vscode/session.mjs';

const companion = join(dirname(fileURLToPath(import.meta.url)), 'companion');
const script = {
  rules: [
    { job: 'refactor', answer: `\`\`\`csharp\n${shorterFind}\n\`\`\`` },
    { job: 'review', answer: JSON.stringify({ findings: [lostProduct] }) },
    { job: 'answer', answer: 'It adds up prices, see `Warehouse.cs:20`.' },
  ],
};

describe('agents', () => {
  const editor = editorSession('agents', { files: shop, script, extensions: [companion], prepare: commitAndChange }, async (window) => {
    await window.open('Warehouse.cs');
    await window.statusText('test-script');
  });

  /** @param {string} question */
  const ask = async (question) => {
    await editor.window.page.locator('.interactive-input-part .monaco-editor').first().click();
    await editor.window.type(`@gptoss ${question}`);
    await editor.window.press('Enter');
  };
  /** @param {string} text the newest answer holds it */
  const answer = (text) => editor.window.page.locator('.interactive-response', { hasText: text }).last();

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
    await ask('/explain ');
    await answer('It adds up prices').waitFor();
  });

  test('the chat participant reviews the working tree', async () => {
    await ask('/review ');
    await answer('lost-product: A product of the same name is lost.').waitFor();
    await answer('Warehouse.cs').waitFor();
  });

  test('the chat participant refactors what is selected, and shows the change', async () => {
    const { window } = editor;
    await window.open('Warehouse.cs');
    await window.goTo(17, 1);
    await window.press('Shift+ArrowDown');
    await ask('/refactor use an expression body');
    await answer('Accepted: use an expression body').waitFor();
    const preview = answer('').getByRole('button', { name: 'Preview the Change' });
    await preview.waitFor();
    await window.command('Notifications: Clear All Notifications');
    await window.picture('chat');
    await preview.click();
    await window.choose('Accepted: use an expression body', 'Apply');
    await window.page.locator('.tab.active.dirty[data-resource-name="Warehouse.cs"]').waitFor();
    assert.ok((await window.save('Warehouse.cs')).includes(shorterFind));
  });

  test('no request left this machine', () => {
    assert.deepEqual([...editor.window.outside], []);
  });
});
