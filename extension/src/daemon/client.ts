import * as vscode from 'vscode';
import {
  CloseAction,
  DynamicFeature,
  ErrorAction,
  InlineCompletionRequest,
  LanguageClient,
  type Middleware,
  ProgressType,
  RevealOutputChannelOn,
  State,
  type StaticFeature,
} from 'vscode-languageclient/node';
import { documents, generationOptions } from './options';

/**
 * The language client of one attempt to connect. A module of its own that is loaded when it is first needed: that takes
 * longer than everything else at activation.
 */
export class DaemonClient extends LanguageClient {
  /** @param closed the program has ended */
  public constructor(program: string, output: vscode.LogOutputChannel, middleware: Middleware, closed: () => void) {
    const workspace = vscode.workspace.workspaceFolders?.[0]?.uri;
    const cwd = workspace?.scheme === 'file' ? { options: { cwd: workspace.fsPath } } : {};
    super('gptoss', 'GptOssDev', { command: program, args: ['lsp'], ...cwd }, {
      documentSelector: documents,
      outputChannel: output,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      initializationOptions: {
        trusted: vscode.workspace.isTrusted,
        presentsResults: true,
        options: generationOptions(),
      },
      initializationFailedHandler: () => false,
      middleware,
      errorHandler: {
        error: () => ({ action: ErrorAction.Continue, handled: true }),
        closed: () => {
          closed();
          return { action: CloseAction.DoNotRestart, handled: true };
        },
      },
    });
  }

  /** Suggestions are left out: their provider is there before a connection is. */
  public override registerFeature(feature: StaticFeature | DynamicFeature<unknown>): void {
    if (DynamicFeature.is(feature) && feature.registrationType.method === InlineCompletionRequest.method) return;
    super.registerFeature(feature);
  }

  public get isConnected(): boolean {
    return this.state === State.Running;
  }

  /** @param listener receives what the daemon reports under the token */
  public listen(token: string, listener: (piece: never) => void): vscode.Disposable {
    return this.onProgress(new ProgressType<never>(), token, listener);
  }
}
