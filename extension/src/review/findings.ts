import { resolve } from 'node:path';
import * as vscode from 'vscode';
import type { Finding } from '../protocol';

const source = 'gptoss review';

/** A comment thread of ours, with the finding it shows. */
export interface FindingThread extends vscode.CommentThread {
  finding: Finding;
}

/**
 * The findings of the last review: as diagnostics of their own collection and as comment threads at their lines. A finding
 * that was dismissed stays away for the life of this window, told again by its fingerprint.
 */
export class Findings implements vscode.CodeActionProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<number>();
  /** The number of open findings. */
  public readonly onDidChange = this.changed.event;
  private readonly diagnostics = vscode.languages.createDiagnosticCollection('gptoss-review');
  private readonly comments = vscode.comments.createCommentController('gptoss.review', 'GptOssDev');
  private readonly actions = vscode.languages.registerCodeActionsProvider({ scheme: 'file' }, this, {
    providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
  });
  private readonly dismissed = new Set<string>();
  private threads: FindingThread[] = [];

  public add(finding: Finding, root: string): void {
    if (this.dismissed.has(finding.fingerprint) || this.find(finding.fingerprint)) return;
    const uri = vscode.Uri.file(resolve(root, finding.path));
    const range = new vscode.Range(finding.startLine - 1, 0, finding.endLine - 1, Number.MAX_SAFE_INTEGER);
    const thread = this.comments.createCommentThread(uri, range, [comment(finding)]) as FindingThread;
    thread.finding = finding;
    thread.canReply = false;
    thread.label = `${finding.severity}: ${finding.rule}`;
    thread.contextValue = 'finding';
    thread.collapsibleState = vscode.CommentThreadCollapsibleState.Collapsed;
    this.threads.push(thread);
    this.publish(uri);
  }

  public find(fingerprint: string): FindingThread | undefined {
    return this.threads.find((thread) => thread.finding.fingerprint === fingerprint);
  }

  public dismiss(thread: FindingThread): void {
    this.dismissed.add(thread.finding.fingerprint);
    this.remove(thread);
  }

  /** Takes a finding away; the next review may bring it back. */
  public remove(thread: FindingThread): void {
    this.threads = this.threads.filter((other) => other !== thread);
    thread.dispose();
    this.publish(thread.uri);
  }

  public clear(): void {
    for (const thread of this.threads) thread.dispose();
    this.threads = [];
    this.diagnostics.clear();
    this.changed.fire(0);
  }

  public provideCodeActions(
    document: vscode.TextDocument,
    _range: vscode.Range,
    context: vscode.CodeActionContext,
  ): vscode.CodeAction[] {
    return context.diagnostics
      .filter((diagnostic) => diagnostic.source === source)
      .flatMap((diagnostic) => {
        const thread = this.threads.find((t) => t.uri.toString() === document.uri.toString() && matches(t, diagnostic));
        return thread
          ? [
              action(vscode.l10n.t('Fix this finding'), 'gptoss.review.fix', thread, diagnostic),
              action(vscode.l10n.t('Dismiss this finding'), 'gptoss.review.dismiss', thread, diagnostic),
            ]
          : [];
      });
  }

  public dispose(): void {
    for (const disposable of [this.diagnostics, this.comments, this.actions]) disposable.dispose();
    this.changed.dispose();
  }

  private publish(uri: vscode.Uri): void {
    const ofFile = this.threads.filter((thread) => thread.uri.toString() === uri.toString());
    this.diagnostics.set(uri, ofFile.map(diagnosticOf));
    this.changed.fire(this.threads.length);
  }
}

function comment(finding: Finding): vscode.Comment {
  const body = new vscode.MarkdownString();
  body.appendText(finding.message);
  if (finding.suggestion) {
    body.appendMarkdown('\n\n');
    body.appendText(finding.suggestion);
  }
  const witness =
    finding.witness === 'proved' ? vscode.l10n.t('proved by the compiler') : vscode.l10n.t('plausible, says the model');
  return { body, mode: vscode.CommentMode.Preview, author: { name: 'gptoss' }, label: witness };
}

function diagnosticOf(thread: FindingThread): vscode.Diagnostic {
  const { finding } = thread;
  const severities: Record<string, vscode.DiagnosticSeverity> = {
    error: vscode.DiagnosticSeverity.Error,
    warning: vscode.DiagnosticSeverity.Warning,
    note: vscode.DiagnosticSeverity.Information,
  };
  const range = thread.range ?? new vscode.Range(finding.startLine - 1, 0, finding.endLine - 1, 0);
  const diagnostic = new vscode.Diagnostic(range, finding.message, severities[finding.severity]);
  diagnostic.source = source;
  diagnostic.code = finding.rule;
  return diagnostic;
}

function matches(thread: FindingThread, diagnostic: vscode.Diagnostic): boolean {
  return thread.finding.message === diagnostic.message && thread.finding.rule === diagnostic.code;
}

function action(title: string, command: string, thread: FindingThread, diagnostic: vscode.Diagnostic): vscode.CodeAction {
  const made = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  made.command = { title, command, arguments: [thread.finding.fingerprint] };
  made.diagnostics = [diagnostic];
  return made;
}
