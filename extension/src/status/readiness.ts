import * as vscode from 'vscode';
import type { CompletionSwitches } from '../completion/switches';
import type { Connection } from '../daemon/connection';
import { Methods } from '../protocol';
import type { StatusPoller } from './poller';

/** A load that takes longer than this shows its progress, with a button that stops it. */
const patienceMs = 3000;

/**
 * Sees to it that the first suggestion does not wait for the model, and that a missing program or model is told once, with
 * the way to the walkthrough.
 */
export class Readiness implements vscode.Disposable {
  private readonly listeners: vscode.Disposable[];
  private told = false;
  private warmed = false;

  public constructor(
    private readonly connection: Connection,
    private readonly poller: StatusPoller,
    private readonly switches: CompletionSwitches,
  ) {
    this.listeners = [
      connection.onDidChange(({ kind }) => {
        if (kind === 'missing') void this.tell(vscode.l10n.t('The program gptoss was not found.'));
        this.warmed = false;
        void this.warm();
      }),
      vscode.window.onDidChangeActiveTextEditor(() => void this.warm()),
      switches.onDidChange(() => void this.warm()),
      poller.onDidChange((status) => {
        if (status?.model.state === 'failed') void this.tell(status.model.detail ?? vscode.l10n.t('There is no model.'));
      }),
    ];
  }

  public dispose(): void {
    for (const listener of this.listeners) listener.dispose();
  }

  /** Has the model loaded as soon as a document is open that will want suggestions. */
  private async warm(): Promise<void> {
    const document = vscode.window.activeTextEditor?.document;
    if (this.warmed || this.connection.state.kind !== 'ready' || !document || !this.switches.allowsAutomatic(document)) return;
    this.warmed = true;
    const name = vscode.workspace.getConfiguration('gptoss').get<string>('model', '');
    const source = new vscode.CancellationTokenSource();
    const loading = this.connection.request(Methods.modelLoad, name === '' ? {} : { name }, source.token);
    this.poller.poke();
    const slow = setTimeout(() => void this.showLoading(loading, source), patienceMs);
    // Why it does not load stands in the daemon's status, which is shown.
    await Promise.allSettled([loading]);
    clearTimeout(slow);
    source.dispose();
    this.poller.poke();
  }

  private showLoading(loading: Promise<unknown>, source: vscode.CancellationTokenSource): Thenable<void> {
    const title = vscode.l10n.t('GptOssDev loads the model');
    const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
    return vscode.window.withProgress(options, async (progress, token) => {
      const links = [
        this.poller.onDidChange((status) => { progress.report({ message: status?.model.detail ?? '' }); }),
        token.onCancellationRequested(() => {
          source.cancel();
          // The next suggestion would load it again.
          this.switches.snooze();
          this.warmed = false;
        }),
      ];
      await Promise.allSettled([loading]);
      for (const link of links) link.dispose();
    });
  }

  private async tell(problem: string): Promise<void> {
    if (this.told) return;
    this.told = true;
    const start = vscode.l10n.t('Get Started');
    if ((await vscode.window.showWarningMessage(`GptOssDev: ${problem}`, start)) === start) {
      await vscode.commands.executeCommand('gptoss.walkthrough');
    }
  }
}
