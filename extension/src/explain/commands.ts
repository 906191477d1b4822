import * as vscode from 'vscode';
import { documentTarget, runServerCommand } from '../daemon/calls';
import type { Connection } from '../daemon/connection';
import { generationOptions } from '../daemon/options';
import type { AnswerDelta, AnswerResult } from '../protocol';
import type { ExplainPanel } from './panel';

/** The argument of the daemon's explain command, as its code actions carry it. */
export interface ExplainArgument {
  uri: string;
  range?: { start: vscode.Position; end: vscode.Position };
  diagnostic?: { code: string; message: string } | null;
}

/** Explains what is selected, what the cursor is in, or a diagnostic, in the side panel. */
export class ExplainCommands {
  public constructor(
    private readonly connection: Connection,
    private readonly panel: ExplainPanel,
  ) {}

  public async explainSelection(): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    if (!editor) return;
    const { document, selection } = editor;
    // An empty range is the place: the daemon explains the member around it.
    await this.explain({ ...documentTarget(document), range: { start: selection.start, end: selection.end } });
  }

  public async explain(argument: ExplainArgument): Promise<void> {
    const uri = vscode.Uri.parse(argument.uri);
    const name = vscode.workspace.asRelativePath(uri, false);
    const title = argument.diagnostic
      ? vscode.l10n.t('{0} in {1}', argument.diagnostic.code, name)
      : vscode.l10n.t('About {0}', lines(name, argument.range));
    const root = vscode.workspace.getWorkspaceFolder(uri)?.uri.fsPath ?? '/';
    await this.panel.run(title, root, (onDelta, cancel) =>
      runServerCommand<AnswerResult>(
        this.connection,
        'gptoss.server.explain',
        { ...argument, options: generationOptions(uri) },
        title,
        { location: vscode.ProgressLocation.Window, cancel, onPartial: (delta: AnswerDelta) => { onDelta(delta); } },
      ),
    );
  }
}

function lines(name: string, range: ExplainArgument['range']): string {
  if (!range) return name;
  const first = range.start.line + 1;
  const last = range.end.line + 1;
  return first === last ? `${name}:${first}` : `${name}:${first}-${last}`;
}
