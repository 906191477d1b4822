import { resolve } from 'node:path';
import * as vscode from 'vscode';
import type { Connection } from '../daemon/connection';
import { Methods } from '../protocol';

interface VerifyInput {
  edits: { path: string; newText: string }[];
}

/** A language-model tool: an edit goes in, the compiler's verdict comes out. Writes nothing, asks no model. */
export class VerifyEditTool implements vscode.LanguageModelTool<VerifyInput> {
  public constructor(private readonly connection: Connection) {}

  public prepareInvocation(
    options: vscode.LanguageModelToolInvocationPrepareOptions<VerifyInput>,
  ): vscode.PreparedToolInvocation {
    const files = options.input.edits.map((edit) => edit.path).join(', ');
    return { invocationMessage: vscode.l10n.t('Asking the compiler about {0}', files) };
  }

  public async invoke(
    options: vscode.LanguageModelToolInvocationOptions<VerifyInput>,
    token: vscode.CancellationToken,
  ): Promise<vscode.LanguageModelToolResult> {
    const root = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
    const edits = options.input.edits.map(({ path, newText }) => ({ path: resolve(root, path), newText }));
    const verdict = await this.connection.request<object>(Methods.verifyEdit, { edits }, token);
    return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(JSON.stringify(verdict))]);
  }
}
