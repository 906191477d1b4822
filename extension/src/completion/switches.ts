import * as vscode from 'vscode';

/** How long suggestions stay away when the user does not say. */
export const snoozeMinutes = 15;

/** Decides whether a document gets suggestions: per language, per glob, and not while snoozed. */
export class CompletionSwitches implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  public readonly onDidChange = this.changed.event;
  private readonly configuration: vscode.Disposable;
  private wake: NodeJS.Timeout | null = null;
  private until = 0;

  public constructor() {
    this.configuration = vscode.workspace.onDidChangeConfiguration((e) => {
      if (e.affectsConfiguration('gptoss.completion')) this.changed.fire();
    });
  }

  /** The time at which snoozing ends, in milliseconds since the epoch; null when not snoozed. */
  public get snoozedUntil(): number | null {
    return this.until > Date.now() ? this.until : null;
  }

  /** @param minutes 0 ends it */
  public snooze(minutes = snoozeMinutes): void {
    if (this.wake) clearTimeout(this.wake);
    this.until = Date.now() + minutes * 60_000;
    this.wake = minutes > 0 ? setTimeout(() => { this.changed.fire(); }, minutes * 60_000) : null;
    this.changed.fire();
  }

  /** Whether the document may get suggestions that are asked for. */
  public allows(document: vscode.TextDocument): boolean {
    if (document.uri.scheme !== 'file') return false;
    const settings = vscode.workspace.getConfiguration('gptoss.completion', document);
    const languages = settings.get<Record<string, boolean>>('languages', {});
    if (!(languages[document.languageId] ?? languages['*'] ?? true)) return false;
    return !settings
      .get<string[]>('exclude', [])
      .some((pattern) => vscode.languages.match({ scheme: 'file', pattern }, document) > 0);
  }

  /** Whether the document may get suggestions that nobody asked for. */
  public allowsAutomatic(document: vscode.TextDocument): boolean {
    return (
      this.snoozedUntil === null &&
      this.allows(document) &&
      vscode.workspace.getConfiguration('gptoss.completion', document).get<boolean>('automatic', true)
    );
  }

  /** Turns a language's suggestions on or off, in the user's settings. */
  public async toggle(languageId: string): Promise<void> {
    const settings = vscode.workspace.getConfiguration('gptoss.completion', { languageId });
    const languages = settings.get<Record<string, boolean>>('languages', {});
    const enabled = languages[languageId] ?? languages['*'] ?? true;
    await settings.update('languages', { ...languages, [languageId]: !enabled }, vscode.ConfigurationTarget.Global);
  }

  public dispose(): void {
    if (this.wake) clearTimeout(this.wake);
    this.configuration.dispose();
    this.changed.dispose();
  }
}
