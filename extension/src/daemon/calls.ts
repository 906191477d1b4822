import * as vscode from 'vscode';
import type { Connection } from './connection';

/** A place in a document, in the daemon's words. */
export interface DocumentTarget {
  uri: string;
  version: number;
  range?: { start: vscode.Position; end: vscode.Position };
}

export interface CommandOptions {
  location?: vscode.ProgressLocation;
  /** Cancels besides the progress's own button. */
  cancel?: vscode.CancellationToken;
  /** Receives the pieces of a streamed answer. */
  onPartial?: (piece: never) => void;
}

/** The part of a document that a command is about; the whole document without a range or with an empty one. */
export function documentTarget(document: vscode.TextDocument, range?: vscode.Range): DocumentTarget {
  const target = { uri: document.uri.toString(), version: document.version };
  return range && !range.isEmpty ? { ...target, range: { start: range.start, end: range.end } } : target;
}

/**
 * Runs one of the daemon's commands; its progress is shown and can cancel it.
 * @returns null when it was cancelled
 * @throws what Connection.request throws but cancellation
 */
export async function runServerCommand<TResult>(
  connection: Connection,
  command: string,
  argument: object,
  title: string,
  { location = vscode.ProgressLocation.Notification, cancel, onPartial }: CommandOptions = {},
): Promise<TResult | null> {
  const partialResultToken = crypto.randomUUID();
  const workDoneToken = crypto.randomUUID();
  return vscode.window.withProgress({ location, title, cancellable: true }, async (progress, token) => {
    const source = new vscode.CancellationTokenSource();
    const links = [token, cancel].map((t) => t?.onCancellationRequested(() => { source.cancel(); }));
    try {
      return await connection.request<TResult>(
        'workspace/executeCommand',
        { command, arguments: [onPartial ? { ...argument, partialResultToken } : argument], workDoneToken },
        source.token,
        {
          [workDoneToken]: ({ message }: { message?: string }) => {
            if (message !== undefined) progress.report({ message });
          },
          ...(onPartial ? { [partialResultToken]: onPartial } : {}),
        },
      );
    } catch (error) {
      if (error instanceof vscode.CancellationError) return null;
      throw error;
    } finally {
      for (const link of links) void link?.dispose();
      source.dispose();
    }
  });
}
