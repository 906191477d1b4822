import * as vscode from 'vscode';
import type { Connection } from '../daemon/connection';
import { documents } from '../daemon/options';

/**
 * Has suggestions provided from the first attempt to connect on, so that what is typed before there is a connection gets
 * its own. In an outage they are withdrawn: as long as there is a provider the editor holds back suggestions of other kinds.
 */
export class CompletionRegistration implements vscode.Disposable {
  private readonly listener: vscode.Disposable;
  private registered: vscode.Disposable | null = null;

  public constructor(
    private readonly connection: Connection,
    private readonly provider: vscode.InlineCompletionItemProvider,
  ) {
    this.listener = connection.onDidChange(() => { this.update(); });
    this.update();
  }

  public dispose(): void {
    this.listener.dispose();
    this.registered?.dispose();
  }

  private update(): void {
    const { kind } = this.connection.state;
    if (kind === 'starting' || kind === 'ready') {
      this.registered ??= vscode.languages.registerInlineCompletionItemProvider(documents, this.provider);
    } else {
      this.registered?.dispose();
      this.registered = null;
    }
  }
}
