import * as vscode from 'vscode';
import { runServerCommand } from '../daemon/calls';
import { type Connection, messageOf } from '../daemon/connection';
import { generationOptions } from '../daemon/options';
import { Commands, type Finding, type ReviewProgress, type ReviewResult } from '../protocol';
import type { RefactorFlow } from '../refactor/flow';
import type { Findings, FindingThread } from './findings';

/** Reviews changes; its findings appear as they are found. */
export class ReviewCommands {
  public constructor(
    private readonly connection: Connection,
    private readonly findings: Findings,
    private readonly refactor: RefactorFlow,
  ) {}

  public async reviewBranch(): Promise<void> {
    const base = await vscode.window.showInputBox({
      title: vscode.l10n.t('Review Branch'),
      prompt: vscode.l10n.t('Compare with which branch or commit?'),
      value: 'main',
      ignoreFocusOut: true,
    });
    if (base?.trim()) await this.review('range', `${base.trim()}..HEAD`);
  }

  public async review(scope: 'staged' | 'working' | 'range', range?: string): Promise<void> {
    const folder = await chooseFolder();
    if (!folder) return;
    const root = folder.uri.fsPath;
    this.findings.clear();
    const add = (finding: Finding): void => { this.findings.add(finding, root); };
    try {
      const result = await runServerCommand<ReviewResult>(
        this.connection,
        Commands.review,
        { scope, root, ...(range === undefined ? {} : { range }), options: generationOptions(folder.uri) },
        vscode.l10n.t('Reviewing'),
        {
          onPartial: ({ finding }: ReviewProgress) => {
            if (finding) add(finding);
          },
        },
      );
      if (!result) return;
      result.findings.forEach(add);
      tell(result);
    } catch (error) {
      void vscode.window.showErrorMessage(vscode.l10n.t('The review failed: {0}', messageOf(error)));
    }
  }

  /** @param which a thread, from its title bar, or a fingerprint, from a quick fix */
  public dismiss(which: FindingThread | string): void {
    const thread = this.resolve(which);
    if (thread) this.findings.dismiss(thread);
  }

  public async fix(which: FindingThread | string): Promise<void> {
    const thread = this.resolve(which);
    if (!thread?.range) return;
    const { finding, range } = thread;
    const isFixed = await this.refactor.run({
      uri: thread.uri.toString(),
      // Its whole lines.
      range: { start: { line: range.start.line, character: 0 }, end: { line: range.end.line + 1, character: 0 } },
      instruction: finding.suggestion ?? finding.message,
    });
    if (isFixed) this.findings.remove(thread);
  }

  private resolve(which: FindingThread | string): FindingThread | undefined {
    return typeof which === 'string' ? this.findings.find(which) : which;
  }
}

async function chooseFolder(): Promise<vscode.WorkspaceFolder | undefined> {
  const folders = (vscode.workspace.workspaceFolders ?? []).filter((f) => f.uri.scheme === 'file');
  return folders.length > 1 ? vscode.window.showWorkspaceFolderPick() : folders[0];
}

function tell(result: ReviewResult): void {
  const count = result.findings.length;
  const found = count === 0 ? vscode.l10n.t('The review found nothing.') : vscode.l10n.t('Findings of the review: {0}.', count);
  const skipped = result.skipped.map((s) => `${s.path}: ${s.why}`).join('; ');
  const text = skipped === '' ? found : `${found} ${vscode.l10n.t('Not reviewed: {0}', skipped)}`;
  if (result.complete) void vscode.window.showInformationMessage(text);
  else void vscode.window.showWarningMessage(text);
}
