import * as vscode from 'vscode';
import type { CompletionSwitches } from '../completion/switches';
import type { Connection } from '../daemon/connection';
import type { StatusPoller } from './poller';
import { type StatusText, type StatusView, statusView } from './view.pure';

/** The status bar item and the language status item: what the daemon is doing, in a few words. */
export class StatusBar implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem('gptoss', vscode.StatusBarAlignment.Right, 100);
  private readonly language = vscode.languages.createLanguageStatusItem('gptoss', { scheme: 'file' });
  private readonly listeners: vscode.Disposable[];
  private findings = 0;

  public constructor(
    private readonly connection: Connection,
    private readonly poller: StatusPoller,
    private readonly switches: CompletionSwitches,
  ) {
    this.item.name = 'GptOssDev';
    this.item.command = 'gptoss.menu';
    this.language.name = 'GptOssDev';
    this.language.command = { command: 'gptoss.menu', title: vscode.l10n.t('Menu') };
    const update = (): void => { this.update(); };
    this.listeners = [
      connection.onDidChange(update),
      poller.onDidChange(update),
      switches.onDidChange(update),
      vscode.window.onDidChangeActiveTextEditor(update),
    ];
    this.update();
    this.item.show();
  }

  /** Shows how many findings of the last review are open. */
  public setFindings(count: number): void {
    this.findings = count;
    this.update();
  }

  public dispose(): void {
    for (const disposable of [...this.listeners, this.item, this.language]) disposable.dispose();
  }

  private update(): void {
    const state = this.connection.state;
    const view = statusView({
      connection: state.kind,
      problem: state.kind === 'lost' ? state.problem : '',
      status: this.poller.status,
      completions: this.completions(),
    });
    const text = words(view.text);
    this.item.text = `${view.icon} ${text}${this.findings > 0 ? ` $(checklist) ${this.findings}` : ''}`;
    this.item.tooltip = this.tooltip(view, text);
    this.item.accessibilityInformation = { label: `GptOssDev: ${text}`, role: 'button' };
    this.item.backgroundColor =
      view.severity === 'none' ? undefined : new vscode.ThemeColor(`statusBarItem.${view.severity}Background`);
    this.language.text = text;
    this.language.detail = view.detail;
    this.language.busy = view.icon.includes('~spin');
    this.language.severity =
      view.severity === 'error'
        ? vscode.LanguageStatusSeverity.Error
        : view.severity === 'warning'
          ? vscode.LanguageStatusSeverity.Warning
          : vscode.LanguageStatusSeverity.Information;
    const model = this.poller.status?.model.state;
    void vscode.commands.executeCommand('setContext', 'gptoss.modelReady', model === 'ready' || model === 'unloaded');
  }

  private completions(): 'on' | 'off' | 'snoozed' {
    if (this.switches.snoozedUntil !== null) return 'snoozed';
    const document = vscode.window.activeTextEditor?.document;
    return !document || document.uri.scheme !== 'file' || this.switches.allowsAutomatic(document) ? 'on' : 'off';
  }

  private tooltip(view: StatusView, text: string): string {
    const lines = [`GptOssDev: ${text}`];
    if (view.detail !== '') lines.push(view.detail);
    if (!vscode.workspace.isTrusted) lines.push(vscode.l10n.t('Not trusted: suggestions are not checked by the compiler.'));
    if (this.findings > 0) lines.push(vscode.l10n.t('{0} open findings of the last review', this.findings));
    return lines.join('\n');
  }
}

function words(text: StatusText): string {
  switch (text.kind) {
    case 'starting':
      return vscode.l10n.t('gptoss starting');
    case 'missing':
      return vscode.l10n.t('gptoss not found');
    case 'lost':
      return vscode.l10n.t('gptoss not connected');
    case 'off':
      return vscode.l10n.t('gptoss suggestions off');
    case 'snoozed':
      return vscode.l10n.t('gptoss snoozed');
    case 'unloaded':
      return vscode.l10n.t('gptoss idle');
    case 'failed':
      return vscode.l10n.t('gptoss has no model');
    case 'loading':
      return vscode.l10n.t('gptoss loading {0}', text.percent).trim();
    case 'reading':
      return vscode.l10n.t('gptoss reading {0}', text.entry);
    case 'busy':
      return vscode.l10n.t('{0} busy', text.model);
    case 'ready':
      return text.model;
  }
}
