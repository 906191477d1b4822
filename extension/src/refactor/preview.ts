import { resolve } from 'node:path';
import * as vscode from 'vscode';
import type { FileEdit } from '../protocol';

const scheme = 'gptoss-preview';

/**
 * Shows a proposed change in VS Code's multi-file diff editor and waits for the user's word. One change at a time: a new one
 * takes the place of the one before, which counts as discarded, as does closing the editor.
 */
export class RefactorPreview implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  public readonly onDidChange = this.changed.event;
  private readonly texts = new Map<string, string>();
  private readonly listeners = [
    vscode.workspace.registerTextDocumentContentProvider(scheme, this),
    vscode.window.tabGroups.onDidChangeTabs(({ closed }) => {
      if (this.title !== null && closed.some(isOf(this.title))) this.answer(false);
    }),
  ];
  private title: string | null = null;
  private decide: ((apply: boolean) => void) | null = null;

  public provideTextDocumentContent(uri: vscode.Uri): string {
    return this.texts.get(uri.path) ?? '';
  }

  /**
   * @param title names the editor
   * @param summary stands in the message with the buttons
   * @param root folder that the edits' paths start from
   * @param showEvidence opens what the verdict rests on
   * @returns whether to apply the change
   */
  public async ask(
    title: string,
    summary: string,
    edits: FileEdit[],
    root: string,
    showEvidence: () => Promise<void>,
  ): Promise<boolean> {
    this.answer(false);
    const files = edits.map((edit) => this.publish(edit, root));
    await vscode.commands.executeCommand('vscode.changes', title, files);
    const decision = new Promise<boolean>((decide) => {
      this.decide = decide;
    });
    this.title = title;
    await vscode.commands.executeCommand('setContext', 'gptoss.hasPreview', true);
    void this.offer(summary, showEvidence, this.decide);
    const apply = await decision;
    await this.close(title);
    return apply;
  }

  /** The user's word on the change on show; without one nothing happens. */
  public answer(apply: boolean): void {
    const decide = this.decide;
    this.decide = null;
    this.title = null;
    if (!decide) return;
    void vscode.commands.executeCommand('setContext', 'gptoss.hasPreview', false);
    decide(apply);
  }

  public dispose(): void {
    this.answer(false);
    for (const listener of this.listeners) listener.dispose();
    this.changed.dispose();
  }

  private publish(edit: FileEdit, root: string): [vscode.Uri, vscode.Uri, vscode.Uri] {
    const file = vscode.Uri.file(resolve(root, edit.path));
    const proposed = file.with({ scheme });
    this.texts.set(proposed.path, edit.newText);
    this.changed.fire(proposed);
    return [file, file, proposed];
  }

  private async offer(summary: string, showEvidence: () => Promise<void>, asked: typeof this.decide): Promise<void> {
    const apply = vscode.l10n.t('Apply');
    const evidence = vscode.l10n.t('Evidence');
    const discard = vscode.l10n.t('Discard');
    for (;;) {
      const chosen = await vscode.window.showInformationMessage(summary, apply, evidence, discard);
      // It may have been decided elsewhere while the message was up.
      if (this.decide !== asked || chosen === undefined) return;
      if (chosen !== evidence) {
        this.answer(chosen === apply);
        return;
      }
      await showEvidence();
    }
  }

  private async close(title: string): Promise<void> {
    const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs).filter(isOf(title));
    await vscode.window.tabGroups.close(tabs);
    this.texts.clear();
  }
}

/** The editor adds the number of files to its title. */
function isOf(title: string): (tab: vscode.Tab) => boolean {
  return ({ label }) => label === title || label.startsWith(`${title} (`);
}
