import * as vscode from 'vscode';
import { type CompletionSwitches, snoozeMinutes } from '../completion/switches';
import { type Connection, messageOf } from '../daemon/connection';
import { Methods, type DoctorCheck, type ModelEntry } from '../protocol';

interface Entry extends vscode.QuickPickItem {
  run?: () => unknown;
}

/** The menu behind the status bar item, and the commands it offers. */
export class StatusMenu {
  public constructor(
    private readonly connection: Connection,
    private readonly switches: CompletionSwitches,
    private readonly output: vscode.LogOutputChannel,
  ) {}

  public async show(): Promise<void> {
    const language = vscode.window.activeTextEditor?.document.languageId;
    const command = (label: string, id: string, description = ''): Entry => ({
      label,
      description,
      run: () => vscode.commands.executeCommand(id),
    });
    const snoozed = this.switches.snoozedUntil !== null;
    const entries: Entry[] = [
      command(
        snoozed ? vscode.l10n.t('$(bell) Suggest again') : vscode.l10n.t('$(bell-slash) Snooze suggestions'),
        'gptoss.completion.snooze',
        snoozed ? '' : vscode.l10n.t('{0} minutes', snoozeMinutes),
      ),
      ...(language === undefined
        ? []
        : [command(vscode.l10n.t('$(circle-slash) Suggestions for {0} on or off', language), 'gptoss.completion.toggle')]),
      command(vscode.l10n.t('$(chip) Model'), 'gptoss.model', setting('model')),
      command(vscode.l10n.t('$(dashboard) Effort'), 'gptoss.effort', setting('effort')),
      { label: '', kind: vscode.QuickPickItemKind.Separator },
      command(vscode.l10n.t('$(output) Logs'), 'gptoss.logs'),
      command(vscode.l10n.t('$(pulse) Doctor'), 'gptoss.doctor'),
      command(vscode.l10n.t('$(debug-restart) Connect anew'), 'gptoss.restart'),
      command(vscode.l10n.t('$(book) Get started'), 'gptoss.walkthrough'),
    ];
    const chosen = await vscode.window.showQuickPick(entries, { title: 'GptOssDev' });
    await chosen?.run?.();
  }

  public snooze(): void {
    this.switches.snooze(this.switches.snoozedUntil === null ? snoozeMinutes : 0);
  }

  public async toggle(): Promise<void> {
    const language = vscode.window.activeTextEditor?.document.languageId;
    if (language !== undefined) await this.switches.toggle(language);
  }

  public async chooseModel(): Promise<void> {
    const models = await this.ask<{ models: ModelEntry[] }>(Methods.modelList);
    if (!models) return;
    const chosen = await vscode.window.showQuickPick(
      models.models.map((model) => ({
        label: model.name,
        description: model.isDefault ? vscode.l10n.t('default') : '',
        detail: model.problem ?? `${(model.fileBytes / 1e9).toFixed(1)} GB · ${model.path}`,
      })),
      { title: vscode.l10n.t('Model'), placeHolder: vscode.l10n.t('The model that this window asks') },
    );
    if (!chosen) return;
    await vscode.workspace.getConfiguration('gptoss').update('model', chosen.label, vscode.ConfigurationTarget.Global);
  }

  public async chooseEffort(): Promise<void> {
    const chosen = await vscode.window.showQuickPick(['low', 'medium', 'high'], {
      title: vscode.l10n.t('Effort'),
      placeHolder: vscode.l10n.t('How long the model thinks before it answers'),
    });
    if (chosen !== undefined) {
      await vscode.workspace.getConfiguration('gptoss').update('effort', chosen, vscode.ConfigurationTarget.Global);
    }
  }

  /** Shows what the daemon finds wrong with the machine, each with what mends it. */
  public async doctor(): Promise<void> {
    const result = await this.ask<{ checks: DoctorCheck[] }>(Methods.doctor);
    if (!result) return;
    const icons: Record<string, string> = { ok: '$(pass)', warning: '$(warning)', problem: '$(error)' };
    const chosen = await vscode.window.showQuickPick(
      result.checks.map((check) => ({
        label: `${icons[check.state] ?? ''} ${check.name}`,
        description: check.message,
        ...(check.mend ? { detail: check.mend } : {}),
      })),
      { title: vscode.l10n.t('Doctor'), placeHolder: vscode.l10n.t('Choose a line to copy what mends it'), matchOnDescription: true },
    );
    if (chosen?.detail !== undefined) await vscode.env.clipboard.writeText(chosen.detail);
  }

  public logs(): void {
    this.output.show();
  }

  private async ask<TResult>(method: string): Promise<TResult | null> {
    try {
      return await this.connection.request<TResult>(method, {});
    } catch (error) {
      void vscode.window.showErrorMessage(`GptOssDev: ${messageOf(error)}`);
      return null;
    }
  }
}

function setting(name: string): string {
  return vscode.workspace.getConfiguration('gptoss').get<string>(name, '');
}
