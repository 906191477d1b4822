// What happens with a suggestion, with a scripted engine in the model's place.
// @ts-check
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { shop } from './project/shop.mjs';
import { editorSession } from './vscode/session.mjs';
import { until } from './vscode/window.mjs';

/** A C# file with a statement begun in its method, and a text file beside it. @param {string} start */
const file = (start) => `namespace Shop;

public static class Sums
{
    public static int Of(int first, int second)
    {
        ${start}
    }
}
`;
const files = { ...shop, 'Word.cs': file(''), 'Along.cs': file('').replace('Sums', 'Along'), 'Unbound.cs': file('').replace('Sums', 'Unbound'),
  'Over.cs': file('').replace('Sums', 'Over'), 'Mark.cs': file('').replace('Sums', 'Mark'), 'Using.cs': file('').replace('Sums', 'Using'), 'Secret.cs': file('').replace('Sums', 'Secret'),
  'notes.txt': '' };
const place = { line: 7, column: 9 };
const settings = { 'gptoss.completion.showVerdict': true, 'gptoss.completion.exclude': ['**/Secret.*'] };
const script = {
  rules: [
    { job: 'complete', contains: ['var hang'], answer: ' = 1', hang: true },
    { job: 'complete', contains: ['first.'], answer: 'Nonsense();', tokenDelayMs: 500 },
    { job: 'complete', contains: ['class Using'], answer: 'new StringBuilder();' },
    { job: 'complete', contains: ['Along'], answer: 'first + second + 1;' },
    { job: 'complete', answer: 'first + second;' },
  ],
};

describe('suggestions', () => {
  const editor = editorSession('suggestions', { files, script, settings }, async (window) => {
    await window.open('Word.cs');
    await window.statusText('test-script');
  });

  test('one word is taken, then the rest of the line', async () => {
    const { window } = editor;
    await window.goTo(place.line, place.column);
    await window.type('return ');
    assert.equal(await window.ghost(), 'first + second;');
    await window.press('Control+ArrowRight');
    await until(async () => (await window.ghostNow()) === ' + second;', 'the word was taken');
    await window.press('Control+Alt+L');
    assert.match(await window.save('Word.cs'), /^ {8}return first \+ second;$/m);
  });

  test('typing along keeps the suggestion without asking again', async () => {
    const { window } = editor;
    await window.open('Along.cs');
    await window.goTo(place.line, place.column);
    await window.type('return ');
    assert.equal(await window.ghost(), 'first + second + 1;');
    await window.watchGhost();
    await window.type('first +');
    await until(async () => (await window.ghostNow()) === ' second + 1;', 'what is left is shown');
    assert.equal(await window.ghostGaps(), 0);
    await window.press('Escape');
    await window.noGhost();
  });

  test('C# that does not bind is never shown', async () => {
    const { window } = editor;
    await window.open('Unbound.cs');
    await window.goTo(place.line, place.column);
    await window.watchGhost();
    await window.type('return first.');
    await window.command('Trigger Inline Suggestion');
    await until(() => window.server.status().queue.running > 0, 'the engine writes');
    await until(() => {
      const { running, requests } = window.server.status().queue;
      return running + requests === 0;
    }, 'the daemon has answered');
    assert.deepEqual((await window.ghostsSeen()).filter((text) => text.includes('Nonsense')), []);
  });

  test('a request that was typed over is cancelled at the daemon', async () => {
    const { window } = editor;
    await window.open('Over.cs');
    await window.goTo(place.line, place.column);
    await window.type('var hang');
    await until(() => window.server.status().queue.running === 1, 'the engine writes');
    for (const _ of 'var hang') await window.press('Backspace');
    await window.type('return ');
    await until(async () => (await window.ghostNow()) === 'first + second;', 'the next suggestion is shown');
    await until(() => window.server.status().queue.running === 0, 'the engine was told to stop');
    await window.press('Escape');
  });

  test('a using that is missing comes with the suggestion, and one undo takes back both', async () => {
    const { window } = editor;
    await window.open('Using.cs');
    await window.goTo(place.line, place.column);
    await window.type('var text = ');
    assert.equal(await window.ghost(), 'new StringBuilder();');
    await window.press('Tab');
    await until(() => window.lineOnShow('using System.Text;'), 'the directive was added');
    const saved = await window.save('Using.cs');
    assert.match(saved, /^using System\.Text;$/m);
    assert.match(saved, /^ {8}var text = new StringBuilder\(\);$/m);
    await window.press('Control+Z');
    assert.doesNotMatch(await window.save('Using.cs'), /StringBuilder|using System\.Text/);
  });

  test('a mark in the gutter tells that the compiler has checked it', async () => {
    const { window } = editor;
    await window.open('Mark.cs');
    await window.goTo(place.line, place.column);
    await window.type('return ');
    assert.equal(await window.ghost(), 'first + second;');
    await until(() => window.gutterShows(/\Wverified\.svg/), 'the mark is shown');
    await window.picture('verdict-mark');
    await window.press('Escape');
  });

  test('a file that a pattern names gets none', async () => {
    const { window } = editor;
    await window.open('Secret.cs');
    await window.statusText('gptoss suggestions off');
    await window.open('Word.cs');
    await window.statusText('test-script');
  });

  test('a language that is switched off gets none', async () => {
    const { window } = editor;
    await window.open('notes.txt');
    await window.statusText('gptoss suggestions off');
  });

  test('snoozing is shown and ends by the same command', async () => {
    const { window } = editor;
    await window.open('Word.cs');
    await window.command('GptOssDev: Snooze Suggestions');
    await window.statusText('gptoss snoozed');
    await window.command('GptOssDev: Snooze Suggestions');
    await window.statusText('test-script');
  });

  test('no request left this machine', () => {
    assert.deepEqual([...editor.window.outside], []);
  });
});
