import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type CursorContext, type ShownSuggestion, typedAlong } from '../src/completion/typedAlong.pure';

const shown: ShownSuggestion = {
  uri: 'file:///a.cs',
  version: 7,
  line: 3,
  before: '    total += ',
  after: ';',
  text: 'item.Price *\n        item.Count',
};

/** The cursor after `typed` stands at the suggestion's place, as many versions later as keys were pressed. */
function after(typed: string, changes: Partial<CursorContext> = {}): CursorContext {
  return {
    uri: shown.uri,
    version: shown.version + typed.length,
    line: shown.line + typed.split('\n').length - 1,
    textSince: () => shown.before + typed,
    after: shown.after,
    ...changes,
  };
}

test('typedAlong_nothing_typed_keeps_all', () => {
  assert.equal(typedAlong(shown, after('')), 0);
});

test('typedAlong_prefix_typed_counts_it', () => {
  assert.equal(typedAlong(shown, after('item.P')), 6);
});

test('typedAlong_line_accepted_at_once_counts_it', () => {
  assert.equal(typedAlong(shown, after('item.Price *\n', { version: shown.version + 1 })), 13);
});

test('typedAlong_other_text_is_null', () => {
  assert.equal(typedAlong(shown, after('itex')), null);
});

test('typedAlong_all_typed_is_null', () => {
  assert.equal(typedAlong(shown, after(shown.text)), null);
});

test('typedAlong_edits_elsewhere_are_null', () => {
  assert.equal(typedAlong(shown, after('it', { version: shown.version + 3 })), null);
});

test('typedAlong_other_document_line_or_rest_is_null', () => {
  assert.equal(typedAlong(shown, after('it', { uri: 'file:///b.cs' })), null);
  assert.equal(typedAlong(shown, after('it', { line: 2 })), null);
  assert.equal(typedAlong(shown, after('it', { after: ');' })), null);
  assert.equal(typedAlong(shown, after('it', { textSince: () => '    sum += it' })), null);
});
