// Ghost text with the bundled model.
// @ts-check
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { gap, shop } from './project/shop.mjs';
import { editorSession } from './vscode/session.mjs';
import { until } from './vscode/window.mjs';

describe('ghost text', () => {
  const editor = editorSession('completion', { files: shop }, async (window) => {
    await window.open('Warehouse.cs');
    await window.statusText('gpt-oss-nano');
  });

  test('typed code brings ghost text, and Tab makes the file right', async () => {
    const { window } = editor;
    await window.goTo(gap.line, gap.column);
    await window.type('total += product.Unit');
    const ghost = await window.ghost();
    await window.picture('ghost-text');
    assert.notEqual(ghost.trim(), '');
    await window.press('Tab');
    await until(async () => (await window.ghostNow()) !== ghost, 'the suggestion was taken');
    const saved = await window.save('Warehouse.cs');
    const first = ghost.split('\n')[0];
    assert.ok(saved.includes(`            total += product.Unit${first}`), saved);
  });

  test('no request left this machine', () => {
    assert.deepEqual([...editor.window.outside], []);
  });
});
