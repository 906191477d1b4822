import * as vscode from 'vscode';
import { refactorReport, type RefactorVerdict, type ReportWords } from './report.pure';

const uri = vscode.Uri.from({ scheme: 'gptoss-report', path: '/GptOssDev.md' });

/** The report of the last refactoring, as a read-only document. */
export class ReportDocument implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  public readonly onDidChange = this.changed.event;
  private readonly registration = vscode.workspace.registerTextDocumentContentProvider(uri.scheme, this);
  private text = '';

  public provideTextDocumentContent(): string {
    return this.text;
  }

  public set(result: RefactorVerdict, title: string): void {
    this.text = refactorReport(result, title, reportWords());
    this.changed.fire(uri);
    void vscode.commands.executeCommand('setContext', 'gptoss.hasReport', true);
  }

  public async show(): Promise<void> {
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preview: true });
  }

  public dispose(): void {
    this.registration.dispose();
    this.changed.dispose();
  }
}

export function verdictWords(): Record<string, string> {
  return {
    accepted: vscode.l10n.t('Accepted'),
    rejected: vscode.l10n.t('Rejected'),
    inconclusive: vscode.l10n.t('Inconclusive'),
  };
}

export function reportWords(): ReportWords {
  return {
    verdict: verdictWords(),
    attempts: vscode.l10n.t('Attempts'),
    added: vscode.l10n.t('New from the compiler'),
    removed: vscode.l10n.t('Gone from the compiler'),
    publicApi: vscode.l10n.t('Public API'),
    change: vscode.l10n.t('Change'),
    noChange: vscode.l10n.t('There is none.'),
    shownPath: (path) => vscode.workspace.asRelativePath(path, false),
  };
}
