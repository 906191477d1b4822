import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refactorReport, type RefactorVerdict, type ReportWords } from '../src/refactor/report.pure';

const words: ReportWords = {
  verdict: { accepted: 'Accepted', rejected: 'Rejected', inconclusive: 'Inconclusive' },
  attempts: 'Attempts',
  added: 'Added',
  removed: 'Removed',
  publicApi: 'Public API',
  change: 'Change',
  noChange: 'There is none.',
  shownPath: (path) => path.replace('/src/', ''),
};
const nothing: RefactorVerdict = {
  verdict: 'inconclusive',
  reasons: [],
  edits: [],
  evidence: { diagnosticsAdded: [], diagnosticsRemoved: [], publicApiChanged: [], projectsChecked: 0, attempts: 1 },
};

test('refactorReport_rejected_attempt_tells_reasons_diagnostics_and_the_diff', () => {
  const report = refactorReport(
    {
      verdict: 'rejected',
      reasons: ['it does not compile'],
      edits: [{ path: 'A.cs', diff: '-a\n+b\n', oldText: 'a', newText: 'b' }],
      evidence: {
        diagnosticsAdded: [{ id: 'CS1061', severity: 'error', message: 'no such member', path: '/src/A.cs', line: 3, column: 5 }],
        diagnosticsRemoved: [],
        publicApiChanged: ['removed void A.B()'],
        projectsChecked: 1,
        attempts: 2,
      },
    },
    'break it',
    words,
  );

  assert.equal(
    report,
    [
      '# Rejected: break it',
      '- it does not compile',
      'Attempts: 2',
      '## Added',
      '- A.cs:3:5: error CS1061: no such member',
      '## Public API',
      '- removed void A.B()',
      '## Change',
      '```diff\n-a\n+b\n```\n',
    ].join('\n\n'),
  );
});

test('refactorReport_without_a_change_says_so', () => {
  assert.equal(refactorReport(nothing, 'x', words), '# Inconclusive: x\n\nAttempts: 1\n\n## Change\n\nThere is none.\n');
});

test('refactorReport_diff_with_fences_gets_a_longer_fence', () => {
  const edits = [{ path: 'A.md', diff: '+````', oldText: '', newText: '````' }];
  assert.match(refactorReport({ ...nothing, edits }, 'x', words), /^`````diff\n\+````\n`````$/m);
});
