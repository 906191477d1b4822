import { dirname, resolve } from 'node:path';
import * as vscode from 'vscode';
import { documentTarget, runServerCommand } from '../daemon/calls';
import { type Connection, messageOf } from '../daemon/connection';
import { generationOptions } from '../daemon/options';
import { Commands, type EditorRefactorParams, type EditorRefactorResult, type FileEdit, type WorkspaceEdit } from '../protocol';
import type { RefactorPreview } from './preview';
import type { RefactorVerdict } from './report.pure';
import { type ReportDocument, verdictWords } from './reportDocument';

/**
 * A refactoring from the instruction to the applied edit: asks the daemon, shows the change as a diff with the verdict,
 * applies what the user confirms as one step. What was rejected stays readable as a report.
 */
export class RefactorFlow {
  public constructor(
    private readonly connection: Connection,
    private readonly preview: RefactorPreview,
    private readonly report: ReportDocument,
  ) {}

  public async refactorSelection(): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    if (editor) await this.run(documentTarget(editor.document, editor.selection));
  }

  /**
   * Runs the refactoring; without an instruction, a named action or a diagnostic it asks for the instruction.
   * @returns whether the change was applied
   */
  public async run(argument: EditorRefactorParams): Promise<boolean> {
    const instruction = argument.instruction ?? (argument.action || argument.diagnostic ? undefined : await ask());
    if (instruction === undefined && !argument.action && !argument.diagnostic) return false;
    const title = instruction ?? argument.diagnostic?.code ?? argument.action ?? '';
    const uri = vscode.Uri.parse(argument.uri);
    const request = { ...argument, options: generationOptions(uri), ...(instruction === undefined ? {} : { instruction }) };
    try {
      const result = await runServerCommand<EditorRefactorResult>(
        this.connection,
        Commands.refactor,
        request,
        vscode.l10n.t('Refactoring: {0}', title),
      );
      return result !== null && (await this.present(result, title, uri));
    } catch (error) {
      void vscode.window.showErrorMessage(vscode.l10n.t('The refactoring failed: {0}', messageOf(error)));
      return false;
    }
  }

  /**
   * Shows what a refactoring came to, and applies it when the user says so.
   * @returns whether it was applied
   * @throws when a file was changed meanwhile or there is no connection
   */
  public async present(result: EditorRefactorResult, title: string, uri: vscode.Uri): Promise<boolean> {
    this.report.set(result, title);
    if (!result.edit || result.edits.length === 0) {
      void this.tell(result, title);
      return false;
    }
    const verdict = `${verdictWords()[result.verdict] ?? result.verdict}: ${title}`;
    const root = vscode.workspace.getWorkspaceFolder(uri)?.uri.fsPath ?? dirname(uri.fsPath);
    const summary = [verdict, ...result.reasons.slice(0, 1), evidenceLine(result)].join('. ');
    if (!(await this.preview.ask(verdict, summary, result.edits, root, () => this.report.show()))) return false;
    if (!(await areUnchanged(result.edits, root))) {
      throw new Error(vscode.l10n.t('a file was changed meanwhile; ask again'));
    }
    const edit = await this.connection.toWorkspaceEdit(confirmed(result.edit));
    // First: shown afterwards it would take the focus from whatever the user has gone on to.
    await vscode.window.showTextDocument(uri);
    return vscode.workspace.applyEdit(edit, { isRefactoring: true });
  }

  private async tell(result: EditorRefactorResult, title: string): Promise<void> {
    const show = vscode.l10n.t('Show Attempt');
    const why = result.reasons[0] ?? vscode.l10n.t('no change was proposed');
    const text = `${verdictWords()[result.verdict] ?? result.verdict}: ${title}. ${why}`;
    if ((await vscode.window.showWarningMessage(text, show)) === show) await this.report.show();
  }
}

/** What the user has confirmed in the preview is not asked for again. */
function confirmed(edit: WorkspaceEdit): WorkspaceEdit {
  const annotations = Object.entries(edit.changeAnnotations ?? {});
  return {
    ...edit,
    changeAnnotations: Object.fromEntries(annotations.map(([id, a]) => [id, { ...a, needsConfirmation: false }])),
  };
}

/** Whether the files still hold the texts that the edits were made for. */
async function areUnchanged(edits: FileEdit[], root: string): Promise<boolean> {
  const plain = (text: string): string => text.replaceAll('\r\n', '\n');
  for (const edit of edits) {
    const document = await vscode.workspace.openTextDocument(resolve(root, edit.path));
    if (plain(document.getText()) !== plain(edit.oldText)) return false;
  }
  return true;
}

function evidenceLine({ evidence }: RefactorVerdict): string {
  const { projectsChecked, diagnosticsAdded, diagnosticsRemoved, publicApiChanged } = evidence;
  return vscode.l10n.t(
    'Projects checked: {0}, new diagnostics: {1}, gone: {2}, changes of the public API: {3}',
    projectsChecked,
    diagnosticsAdded.length,
    diagnosticsRemoved.length,
    publicApiChanged.length,
  );
}

async function ask(): Promise<string | undefined> {
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t('Refactor'),
    prompt: vscode.l10n.t('What should change?'),
    placeHolder: vscode.l10n.t('use a switch expression'),
    ignoreFocusOut: true,
  });
  return text?.trim() === '' ? undefined : text?.trim();
}
