import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StatusResult } from '../src/protocol';
import { type StatusInputs, statusView } from '../src/status/view.pure';

function inputs(model: Partial<StatusResult['model']>, running = 0, more: Partial<StatusInputs> = {}): StatusInputs {
  const status = {
    version: '1',
    pid: 1,
    clients: 1,
    model: { name: 'gpt-oss-nano', state: 'ready', ...model },
    queue: { running, waiting: 0, requests: 0 },
  } as StatusResult;
  return { connection: 'ready', problem: '', status, completions: 'on', ...more };
}

test('statusView_missing_program_is_an_error', () => {
  const view = statusView(inputs({}, 0, { connection: 'missing' }));
  assert.deepEqual(view, { icon: '$(warning)', text: { kind: 'missing' }, detail: '', severity: 'error' });
});

test('statusView_lost_connection_says_why', () => {
  const view = statusView(inputs({}, 0, { connection: 'lost', problem: 'ended' }));
  assert.deepEqual(view, { icon: '$(debug-disconnect)', text: { kind: 'lost' }, detail: 'ended', severity: 'warning' });
});

test('statusView_no_status_yet_is_starting', () => {
  assert.equal(statusView(inputs({}, 0, { status: null })).text.kind, 'starting');
});

test('statusView_loading_shows_the_percentage', () => {
  const view = statusView(inputs({ state: 'loading', detail: 'loading 45 %' }));
  assert.deepEqual(view.text, { kind: 'loading', percent: '45 %' });
});

test('statusView_a_solution_that_is_being_read_is_named', () => {
  const { status } = inputs({});
  const workspaces = [{ entry: '/src/Shop.sln', state: 'loading' }] as StatusResult['workspaces'];
  const view = statusView(inputs({}, 1, { status: { ...(status as StatusResult), workspaces: workspaces ?? null } }));
  assert.deepEqual(view.text, { kind: 'reading', entry: 'Shop.sln' });
});

test('statusView_failed_model_says_why', () => {
  const view = statusView(inputs({ state: 'failed', detail: 'no memory' }));
  assert.deepEqual(view, { icon: '$(error)', text: { kind: 'failed' }, detail: 'no memory', severity: 'error' });
});

test('statusView_generating_is_busy_even_when_suggestions_are_off', () => {
  assert.deepEqual(statusView(inputs({}, 1, { completions: 'off' })).text, { kind: 'busy', model: 'gpt-oss-nano' });
});

test('statusView_suggestions_off_or_snoozed_is_told_when_idle', () => {
  assert.equal(statusView(inputs({}, 0, { completions: 'off' })).text.kind, 'off');
  assert.equal(statusView(inputs({}, 0, { completions: 'snoozed' })).text.kind, 'snoozed');
});

test('statusView_ready_names_the_model_and_unloaded_is_idle', () => {
  assert.deepEqual(statusView(inputs({})).text, { kind: 'ready', model: 'gpt-oss-nano' });
  assert.equal(statusView(inputs({ state: 'unloaded' })).text.kind, 'unloaded');
});
