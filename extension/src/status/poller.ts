import * as vscode from 'vscode';
import { type Connection, messageOf } from '../daemon/connection';
import { Methods, type StatusResult } from '../protocol';

const quickMs = 500;
const calmMs = 3000;

/**
 * Asks the daemon how it is: often while something is going on, rarely otherwise, not at all in a window nobody looks at.
 * The daemon answers out of band, so a busy or loading model delays nothing. Extension host thread.
 */
export class StatusPoller implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<StatusResult | null>();
  public readonly onDidChange = this.changed.event;
  private readonly listeners: vscode.Disposable[];
  private timer: NodeJS.Timeout | null = null;
  private last: StatusResult | null = null;
  private generation = 0;

  public constructor(
    private readonly connection: Connection,
    private readonly output: vscode.LogOutputChannel,
  ) {
    this.listeners = [
      connection.onDidChange(() => { this.poke(); }),
      vscode.window.onDidChangeWindowState(() => { this.poke(); }),
    ];
  }

  public get status(): StatusResult | null {
    return this.last;
  }

  /** Asks now: something has happened that changes the answer. */
  public poke(): void {
    this.generation++;
    if (this.timer) clearTimeout(this.timer);
    void this.poll(this.generation);
  }

  public dispose(): void {
    this.generation++;
    if (this.timer) clearTimeout(this.timer);
    for (const listener of this.listeners) listener.dispose();
    this.changed.dispose();
  }

  private async poll(generation: number): Promise<void> {
    let status: StatusResult | null = null;
    if (this.connection.state.kind === 'ready') {
      try {
        status = await this.connection.request<StatusResult>(Methods.status, {});
      } catch (error) {
        // The connection tells of its own end; anything else is a fault to be found in the log.
        this.output.debug(`status: ${messageOf(error)}`);
      }
    }
    if (generation !== this.generation) return;
    this.last = status;
    this.changed.fire(status);
    if (!status || !vscode.window.state.focused) return;
    const loading = [status.model, ...(status.workspaces ?? [])].some(({ state }) => state === 'loading');
    const moving = loading || status.queue.running + status.queue.requests > 0;
    this.timer = setTimeout(() => void this.poll(generation), moving ? quickMs : calmMs);
  }
}
