import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Backoff } from '../src/daemon/backoff.pure';

test('Backoff_failures_in_a_row_wait_longer_up_to_the_bound_and_tell_once', () => {
  const backoff = new Backoff(100, 500, 3);

  const outcomes = Array.from({ length: 5 }, () => backoff.failed());

  assert.deepEqual(outcomes, [
    { waitMs: 100, tell: false },
    { waitMs: 200, tell: false },
    { waitMs: 400, tell: true },
    { waitMs: 500, tell: false },
    { waitMs: 500, tell: false },
  ]);
});

test('Backoff_success_starts_anew', () => {
  const backoff = new Backoff(100, 500, 1);
  backoff.failed();
  backoff.failed();
  backoff.succeeded();

  assert.deepEqual(backoff.failed(), { waitMs: 100, tell: true });
});
