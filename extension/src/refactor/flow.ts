import * as vscode from 'vscode';
import { documentTarget, runServerCommand } from '../daemon/calls';
import { type Connection, messageOf } from '../daemon/connection';
import { generationOptions } from '../daemon/options';
import type { RefactorVerdict } from './report.pure';
import { type ReportDocument, verdictWords } from './reportDocument';

/** The argument of the daemon's refactor command, as its code actions carry it. */
export interface RefactorArgument {
  uri: string;
  version?: number | null;
  range?: { start: vscode.Position; end: vscode.Position } | null;
  instruction?: string | null;
  action?: string | null;
  diagnostic?: { code: string; message: string; range: vscode.Range } | null;
}

/** An LSP workspace edit; only what is changed here is named. */
export interface WireEdit {
  changeAnnotations?: Record<string, { label: string; needsConfirmation?: boolean; description?: string }>;
}

type RefactorCommandResult = RefactorVerdict & { edit: WireEdit | null; notice?: string };

/**
 * A refactoring from the instruction to the applied edit: asks the daemon, shows the edit in VS Code's refactor preview with
 * the verdict, applies what the user confirms as one step. What is not applied stays readable as a report.
 */
export class RefactorFlow {
  public constructor(
    private readonly connection: Connection,
    private readonly report: ReportDocument,
  ) {}

  public async refactorSelection(): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    if (editor) await this.run(documentTarget(editor.document, editor.selection));
  }

  /** Runs the refactoring; without an instruction, a named action or a diagnostic it asks for the instruction. */
  public async run(argument: RefactorArgument): Promise<void> {
    const instruction = argument.instruction ?? (argument.action || argument.diagnostic ? undefined : await ask());
    if (instruction === undefined && !argument.action && !argument.diagnostic) return;
    const title = instruction ?? argument.diagnostic?.code ?? argument.action ?? '';
    const uri = vscode.Uri.parse(argument.uri);
    const request = { ...argument, options: generationOptions(uri), ...(instruction === undefined ? {} : { instruction }) };
    try {
      const result = await runServerCommand<RefactorCommandResult>(
        this.connection,
        'gptoss.server.refactor',
        request,
        vscode.l10n.t('Refactoring: {0}', title),
      );
      if (result) await this.present(result, title);
    } catch (error) {
      void vscode.window.showErrorMessage(vscode.l10n.t('The refactoring failed: {0}', messageOf(error)));
    }
  }

  private async present(result: RefactorCommandResult, title: string): Promise<void> {
    this.report.set(result, title);
    const edit = result.edit ? await this.connection.toWorkspaceEdit(confirmed(result.edit)) : null;
    if (!edit || edit.size === 0) {
      await this.tell(result, title);
      return;
    }
    // The preview opens because the edit asks for confirmation; false means that the user discarded it.
    await vscode.workspace.applyEdit(edit, { isRefactoring: true });
  }

  private async tell(result: RefactorCommandResult, title: string): Promise<void> {
    const show = vscode.l10n.t('Show Attempt');
    const why = result.reasons[0] ?? vscode.l10n.t('no change was proposed');
    const text = `${verdictWords()[result.verdict]}: ${title}. ${why}`;
    if ((await vscode.window.showWarningMessage(text, show)) === show) await this.report.show();
  }
}

/** Every edit is confirmed by the user before it is written, whatever the verdict. */
function confirmed(edit: WireEdit): WireEdit {
  const annotations = Object.entries(edit.changeAnnotations ?? {});
  return {
    ...edit,
    changeAnnotations: Object.fromEntries(annotations.map(([id, a]) => [id, { ...a, needsConfirmation: true }])),
  };
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
