import type { DiagnosticItem, EditorRefactorResult } from '../protocol';

/** What a refactoring came to. */
export type RefactorVerdict = Pick<EditorRefactorResult, 'verdict' | 'reasons' | 'edits' | 'evidence'>;

/** Headings of the report, localized. */
export interface ReportWords {
  /** By the daemon's words. */
  verdict: Record<string, string>;
  attempts: string;
  added: string;
  removed: string;
  publicApi: string;
  change: string;
  noChange: string;
  /** A file's path, as it is shown. */
  shownPath: (path: string) => string;
}

/** A refactoring as a Markdown text to read: the verdict, why, what the compiler said, and the change that was tried. */
export function refactorReport(result: RefactorVerdict, title: string, words: ReportWords): string {
  const { evidence } = result;
  const sections = [
    `# ${words.verdict[result.verdict] ?? result.verdict}: ${title}`,
    list(result.reasons),
    `${words.attempts}: ${evidence.attempts}`,
    section(words.added, evidence.diagnosticsAdded.map(diagnostic(words))),
    section(words.removed, evidence.diagnosticsRemoved.map(diagnostic(words))),
    section(words.publicApi, evidence.publicApiChanged),
    `## ${words.change}`,
    ...(result.edits.length === 0 ? [words.noChange] : result.edits.map((edit) => fenced(edit.diff))),
  ];
  return `${sections.filter((s) => s !== '').join('\n\n')}\n`;
}

function section(heading: string, lines: string[]): string {
  return lines.length === 0 ? '' : `## ${heading}\n\n${list(lines)}`;
}

function list(lines: string[]): string {
  return lines.map((line) => `- ${line}`).join('\n');
}

function diagnostic({ shownPath }: ReportWords): (item: DiagnosticItem) => string {
  return (item) => `${shownPath(item.path)}:${item.line}:${item.column}: ${item.severity} ${item.id}: ${item.message}`;
}

/** The fence is longer than any run of backquotes inside it. */
function fenced(diff: string): string {
  const longest = Math.max(2, ...(diff.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}diff\n${diff.trimEnd()}\n${fence}`;
}
