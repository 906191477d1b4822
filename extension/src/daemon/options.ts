import * as vscode from 'vscode';

/** The documents the daemon is told of. */
export const documents = [{ scheme: 'file' }];

/** What the window's settings say about generating; an empty setting leaves it to the daemon. */
export function generationOptions(scope?: vscode.Uri): { model?: string; effort?: string } {
  const settings = vscode.workspace.getConfiguration('gptoss', scope);
  const model = settings.get<string>('model', '');
  return { ...(model === '' ? {} : { model }), effort: settings.get<string>('effort', 'medium') };
}
