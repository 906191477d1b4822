import * as vscode from 'vscode';
import { documentTarget, runServerCommand } from '../daemon/calls';
import type { Connection } from '../daemon/connection';
import { generationOptions } from '../daemon/options';
import { type AnswerDelta, type AnswerResult, Commands, type EditorExplainParams } from '../protocol';
import type { ExplainPanel } from './panel';

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

  public async explain(argument: EditorExplainParams): Promise<void> {
    const uri = vscode.Uri.parse(argument.uri);
    const name = vscode.workspace.asRelativePath(uri, false);
    const title = argument.diagnostic
      ? vscode.l10n.t('{0} in {1}', argument.diagnostic.code, name)
      : vscode.l10n.t('About {0}', lines(name, argument.range));
    const root = vscode.workspace.getWorkspaceFolder(uri)?.uri.fsPath ?? '/';
    await this.panel.run(title, root, (onDelta, cancel) =>
      runServerCommand<AnswerResult>(
        this.connection,
        Commands.explain,
        { ...argument, options: generationOptions(uri) },
        title,
        { location: vscode.ProgressLocation.Window, cancel, onPartial: (delta: AnswerDelta) => { onDelta(delta); } },
      ),
    );
  }
}

function lines(name: string, range: EditorExplainParams['range']): string {
  if (range?.start?.line === undefined) return name;
  const first = range.start.line + 1;
  const last = (range.end?.line ?? range.start.line) + 1;
  return first === last ? `${name}:${first}` : `${name}:${first}-${last}`;
}
