// Explanations, refactorings and reviews, with a scripted engine in the model's place: the compiler and everything else is real.
// @ts-check
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { commitAndChange, lostProduct, shop, shorterFind } from './project/shop.mjs';
import { editorSession } from './vscode/session.mjs';
import { until, Window } from './vscode/window.mjs';

const explanation = 'The warehouse keeps its products in a dictionary, see `Warehouse.cs:6`.\n\n- `Find` looks one up.\n';
const broken = 'public Product? Find(string name) => products.Nonsense(name);';
const checked = `public void Add(Product product)
{
    if (!products.TryAdd(product.Name, product))
        throw new ArgumentException(product.Name);
}`;
const mended = 'public static int Of(int first)\n{\n    return first;\n}';
const script = {
  rules: [
    { job: 'refactor', contains: ['CS0103'], answer: `\`\`\`csharp\n${mended}\n\`\`\`` },
    { job: 'answer', answer: explanation, tokenDelayMs: 5 },
    { job: 'refactor', contains: ['wait for ever'], hang: true },
    { job: 'refactor', contains: ['Throw when the name is taken.'], answer: `\`\`\`csharp\n${checked}\n\`\`\`` },
    { job: 'refactor', contains: ['break it'], answer: `\`\`\`csharp\n${broken}\n\`\`\`` },
    { job: 'refactor', answer: `\`\`\`csharp\n${shorterFind}\n\`\`\`` },
    { job: 'review', answer: JSON.stringify({ findings: [lostProduct] }) },
  ],
};

const brokenFile = `namespace Shop;

public static class Broken
{
    public static int Of(int first)
    {
        return frist;
    }
}
`;

describe('jobs', () => {
  const editor = editorSession('jobs', { files: { ...shop, 'Broken.cs': brokenFile }, script, prepare: commitAndChange }, async (window) => {
    await window.open('Warehouse.cs');
    await window.statusText('test-script');
  });

  test('an explanation streams into the panel, and a citation opens its line', async () => {
    const { window } = editor;
    await window.goTo(15, 5);
    await window.press('Shift+ArrowDown');
    await window.command('GptOssDev: Explain');
    const panel = window.webview();
    await panel.locator('#answer', { hasText: 'The warehouse' }).waitFor();
    await panel.locator('#state.done').waitFor();
    await window.picture('explain');
    assert.deepEqual(await window.accessibilityProblems(), []);
    await panel.locator('#sources button', { hasText: 'Warehouse.cs:6' }).click();
    await window.statusText('Ln 6');
  });

  test('a refactoring is previewed, applied, and taken back by one undo', async () => {
    const { window } = editor;
    const before = window.server.read('Warehouse.cs');
    await window.closeEditors();
    await window.open('Warehouse.cs');
    await window.goTo(17, 1);
    await window.press('Shift+ArrowDown');
    await window.command('GptOssDev: Refactor…');
    await window.answer('What should change?', 'use an expression body');
    await window.toast('Accepted: use an expression body');
    await window.page.locator('.multiDiffEditor .line-insert').first().waitFor();
    await window.toastGone('Refactoring:');
    await window.picture('refactor-preview');
    await window.choose('Accepted: use an expression body', 'Apply');
    await window.page.locator('.tab.active.dirty[data-resource-name="Warehouse.cs"]').waitFor();
    assert.ok((await window.save('Warehouse.cs')).includes(shorterFind));
    await window.press('Control+Z');
    await window.page.locator('.tab.active.dirty[data-resource-name="Warehouse.cs"]').waitFor();
    assert.equal(await window.save('Warehouse.cs'), before);
  });

  test('a rejected refactoring explains itself', async () => {
    const { window } = editor;
    await window.closeEditors();
    await window.open('Warehouse.cs');
    await window.goTo(17, 1);
    await window.press('Shift+ArrowDown');
    await window.command('GptOssDev: Refactor…');
    await window.answer('What should change?', 'break it');
    await window.toast('Rejected');
    await window.shot('refactor-rejected');
    await window.choose('Rejected', 'Show Attempt');
    await window.page.locator('.view-line', { hasText: 'CS1061' }).first().waitFor();
    await window.picture('refactor-attempt');
  });

  test('a refactoring needs no mouse', async () => {
    const { window } = editor;
    await window.closeEditors();
    await window.open('Warehouse.cs');
    await window.goTo(17, 1);
    await window.press('Shift+ArrowDown');
    await window.press('Control+Alt+G');
    await window.press('R');
    await window.answer('What should change?', 'use an expression body');
    await window.toast('Accepted: use an expression body');
    await window.commandByKeys('GptOssDev: Apply Refactoring');
    await window.page.locator('.tab.active.dirty[data-resource-name="Warehouse.cs"]').waitFor();
    await window.press('Control+Z');
    await window.save('Warehouse.cs');
  });

  test('a refactoring that is cancelled stops at the daemon', async () => {
    const { window } = editor;
    await window.command('GptOssDev: Refactor…');
    await window.answer('What should change?', 'wait for ever');
    await until(() => window.server.status().queue.running === 1, 'the engine writes');
    await window.choose('Refactoring: wait for ever', 'Cancel');
    await until(() => window.server.status().queue.running === 0, 'the engine was told to stop');
  });

  test('a review shows a diagnostic and a comment', async () => {
    const { window } = editor;
    await window.closeEditors();
    await window.open('Warehouse.cs');
    await window.command('GptOssDev: Review Changes');
    await window.toast('Findings of the review: 1.');
    await window.statusText(/test-script\s+1/);
    await window.page.locator('.squiggly-warning').first().waitFor();
    await window.openComment('A product of the same name is lost.');
    await window.command('Notifications: Clear All Notifications');
    await window.picture('review');
  });

  test('a finding is fixed from its comment, and comes back when the fix is undone', async () => {
    const { window } = editor;
    const before = window.server.read('Warehouse.cs');
    await window.page.locator('.review-widget').getByRole('button', { name: 'Fix' }).first().click();
    await window.choose('Accepted: Throw when the name is taken.', 'Apply');
    await window.page.locator('.tab.active.dirty[data-resource-name="Warehouse.cs"]').waitFor();
    assert.match(await window.save('Warehouse.cs'), /throw new ArgumentException/);
    await window.page.locator('.squiggly-warning').first().waitFor({ state: 'detached' });
    await window.press('Control+Z');
    assert.equal(await window.save('Warehouse.cs'), before);
    await window.command('GptOssDev: Review Changes');
    await window.page.locator('.squiggly-warning').first().waitFor();
  });

  test('a finding is dismissed from the lightbulb', async () => {
    const { window } = editor;
    await window.goTo(12, 1);
    await window.lightbulb('Dismiss this finding');
    await window.page.locator('.squiggly-warning').first().waitFor({ state: 'detached' });
  });

  test('a compiler error is fixed from the lightbulb', async () => {
    const { window } = editor;
    await window.closeEditors();
    await window.command('Notifications: Clear All Notifications');
    await window.open('Broken.cs');
    await window.goTo(7, 16);
    await window.lightbulb('Fix CS0103 with gptoss');
    await window.toast('Accepted: CS0103');
    await window.toastGone('Refactoring:');
    await window.picture('quick-fix');
    await window.choose('Accepted: CS0103', 'Apply');
    await window.page.locator('.tab.active.dirty[data-resource-name="Broken.cs"]').waitFor();
    assert.match(await window.save('Broken.cs'), /return first;/);
  });

  test('an error is explained from the lightbulb', async () => {
    const { window } = editor;
    await window.press('Control+Z');
    await window.goTo(7, 16);
    await window.lightbulb('Explain CS0103 with gptoss');
    await window.webview().locator('#title', { hasText: 'CS0103 in Broken.cs' }).waitFor();
    await window.webview().locator('#state.done').waitFor();
  });

  test('the panel can be read in high contrast at 200 %', async () => {
    editor.server.setSetting('workbench.colorTheme', 'Default High Contrast');
    const large = await Window.open(editor.browser, editor.server, { scale: 2 });
    await large.open('Warehouse.cs');
    await large.statusText('test-script');
    await large.command('GptOssDev: Explain');
    await large.webview().locator('#state.done').waitFor();
    await large.webview().locator('body.vscode-high-contrast').waitFor();
    await large.picture('high-contrast');
    assert.deepEqual(await large.accessibilityProblems(), []);
    assert.deepEqual([...large.outside], []);
    await large.close();
  });

  test('no request left this machine', () => {
    assert.deepEqual([...editor.window.outside], []);
  });
});
