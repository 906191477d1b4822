import * as vscode from 'vscode';
import type { Middleware, WorkspaceEdit } from 'vscode-languageclient/node';
import { Backoff } from './backoff.pure';
import type { DaemonClient } from './client';
import { findProgram } from './program';

/** What the connection is doing; `problem` says why in the user's words. */
export type ConnectionState =
  | { kind: 'starting' }
  | { kind: 'ready'; version: string }
  | { kind: 'missing' }
  | { kind: 'lost'; problem: string };

/** A request was made while there is no connection. */
export class NotConnectedError extends Error {}

/**
 * Keeps one connection to the daemon: runs `gptoss lsp`, which finds or starts it, and runs it again with growing pauses
 * when it ends. Owns the language client; a new one is made for each attempt, so nothing of a lost one remains.
 * Tells the user once per outage. Extension host thread.
 */
export class Connection implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<ConnectionState>();
  public readonly onDidChange = this.changed.event;
  private readonly backoff = new Backoff();
  private client: DaemonClient | null = null;
  private retry: NodeJS.Timeout | null = null;
  private attempt = 0;
  private current: ConnectionState = { kind: 'starting' };
  private versionTold = false;

  public constructor(
    private readonly output: vscode.LogOutputChannel,
    private readonly middleware: Middleware,
    private readonly ownVersion: string,
  ) {}

  public get state(): ConnectionState {
    return this.current;
  }

  /** Starts, or starts anew: with the trust and the settings of now. */
  public async restart(): Promise<void> {
    const attempt = ++this.attempt;
    this.cancelRetry();
    const last = this.client;
    this.client = null;
    if (last) await stop(last);
    if (attempt !== this.attempt) return;
    this.set({ kind: 'starting' });
    const program = await findProgram();
    if (attempt !== this.attempt) return;
    if (program === null) {
      this.output.warn('gptoss was found neither by the setting gptoss.path, nor as a workspace build, nor on PATH');
      this.set({ kind: 'missing' });
      return;
    }
    const module = await import('./client');
    if (attempt !== this.attempt) return;
    const client = new module.DaemonClient(program, this.output, this.middleware, () => {
      this.lost(attempt, vscode.l10n.t('gptoss ended.'));
    });
    this.client = client;
    try {
      await client.start();
    } catch (error) {
      this.lost(attempt, messageOf(error));
      return;
    }
    if (attempt !== this.attempt) {
      await stop(client);
      return;
    }
    const version = client.initializeResult?.serverInfo?.version ?? '';
    this.output.info(`connected to ${program} ${version}`);
    this.set({ kind: 'ready', version });
    this.compareVersions(version);
  }

  /** Ends when the connection does not come up any more: it is there, it failed, or nobody wants to wait. */
  public settled(cancel: vscode.CancellationToken): Promise<void> {
    return new Promise((resolve) => {
      const links: vscode.Disposable[] = [];
      const look = (): void => {
        if (this.current.kind === 'starting' && !cancel.isCancellationRequested) return;
        for (const link of links) link.dispose();
        resolve();
      };
      links.push(this.onDidChange(look), cancel.onCancellationRequested(look));
      look();
    });
  }

  /**
   * Sends a request.
   * @param listeners receive what the daemon reports under the tokens that the params carry
   * @throws NotConnectedError when there is no connection; the server's ResponseError; CancellationError
   */
  public async request<TResult>(
    method: string,
    params: object,
    cancel?: vscode.CancellationToken,
    listeners: Record<string, (piece: never) => void> = {},
  ): Promise<TResult> {
    const client = this.client;
    if (!client || this.current.kind !== 'ready') throw new NotConnectedError(vscode.l10n.t('gptoss is not connected.'));
    const listening = Object.entries(listeners).map(([token, listener]) => client.listen(token, listener));
    try {
      return await (cancel ? client.sendRequest<TResult>(method, params, cancel) : client.sendRequest<TResult>(method, params));
    } catch (error) {
      if (cancel?.isCancellationRequested) throw new vscode.CancellationError();
      // The transport's own error names a disposed object; what it means is that the daemon is gone.
      if (this.client !== client || !client.isConnected) throw new NotConnectedError(vscode.l10n.t('The connection to gptoss was lost.'));
      throw error;
    } finally {
      for (const listener of listening) listener.dispose();
    }
  }

  /** Tells the daemon something; without a connection nobody needs to know. */
  public async notify(method: string, params: object): Promise<void> {
    if (this.client && this.current.kind === 'ready') await this.client.sendNotification(method, params);
  }

  /** The daemon's edit as VS Code's own. */
  public async toWorkspaceEdit(edit: object): Promise<vscode.WorkspaceEdit> {
    if (!this.client) throw new NotConnectedError(vscode.l10n.t('gptoss is not connected.'));
    return this.client.protocol2CodeConverter.asWorkspaceEdit(edit as WorkspaceEdit);
  }

  public dispose(): void {
    void this.stop();
    this.changed.dispose();
  }

  public async stop(): Promise<void> {
    this.attempt++;
    this.cancelRetry();
    const last = this.client;
    this.client = null;
    if (last) await stop(last);
  }

  private lost(attempt: number, problem: string): void {
    if (attempt !== this.attempt) return;
    this.client = null;
    const { waitMs, tell } = this.backoff.failed();
    this.output.warn(`${problem} Trying again in ${waitMs} ms.`);
    this.set({ kind: 'lost', problem });
    this.retry = setTimeout(() => void this.restart(), waitMs);
    if (tell) void this.tell(problem);
  }

  private async tell(problem: string): Promise<void> {
    const logs = vscode.l10n.t('Show Logs');
    const text = vscode.l10n.t('GptOssDev does not get a connection: {0} It keeps trying.', problem);
    if ((await vscode.window.showWarningMessage(text, logs)) === logs) this.output.show();
  }

  private compareVersions(version: string): void {
    // Builds of one release may differ after the plus sign.
    if (this.versionTold || version.split('+')[0] === this.ownVersion) return;
    this.versionTold = true;
    void vscode.window.showWarningMessage(
      vscode.l10n.t('GptOssDev {0} talks to gptoss {1}: install the same version of both.', this.ownVersion, version),
    );
  }

  private cancelRetry(): void {
    if (this.retry) clearTimeout(this.retry);
    this.retry = null;
  }

  private set(state: ConnectionState): void {
    this.current = state;
    if (state.kind === 'ready') this.backoff.succeeded();
    void vscode.commands.executeCommand('setContext', 'gptoss.ready', state.kind === 'ready');
    this.changed.fire(state);
  }
}

async function stop(client: DaemonClient): Promise<void> {
  try {
    await client.dispose(2000);
  } catch {
    // It was starting or had crashed: its process is gone or ends with its input.
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
