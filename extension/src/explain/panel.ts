import { resolve } from 'node:path';
import * as vscode from 'vscode';
import type { AnswerDelta, AnswerResult, Citation } from '../protocol';
import type { AnswerChannel, FromPanel, PanelState, PanelWords, ToPanel } from './messages';

/**
 * The side panel that shows one answer while it comes. Owns the state, so that a page that was hidden and made anew shows
 * the same; the page renders. A new question takes the panel over and stops the one before.
 */
export class ExplainPanel implements vscode.Disposable {
  private panel: vscode.WebviewPanel | null = null;
  private running: vscode.CancellationTokenSource | null = null;
  private root = '';
  private state: PanelState = blank('');

  public constructor(private readonly extension: vscode.Uri) {}

  /**
   * Shows the answer that `ask` yields.
   * @param root folder that relative citation paths start from
   */
  public async run(
    title: string,
    root: string,
    ask: (onDelta: (delta: AnswerDelta) => void, cancel: vscode.CancellationToken) => Promise<AnswerResult | null>,
  ): Promise<void> {
    this.running?.cancel();
    const source = new vscode.CancellationTokenSource();
    this.running = source;
    this.root = root;
    this.state = blank(title);
    this.reveal();
    this.show();
    try {
      const result = await ask((delta) => {
        if (this.running === source) this.append(delta);
      }, source.token);
      if (this.running !== source) return;
      this.state = result
        ? { ...this.state, ...result, notice: result.notice ?? '', state: 'done' }
        : { ...this.state, state: 'cancelled' };
    } catch (error) {
      if (this.running !== source) return;
      this.state = { ...this.state, state: 'failed', problem: error instanceof Error ? error.message : String(error) };
    } finally {
      source.dispose();
    }
    this.running = null;
    this.show();
  }

  public dispose(): void {
    this.running?.cancel();
    this.panel?.dispose();
  }

  private append(delta: AnswerDelta): void {
    const channel: AnswerChannel = delta.channel === 'reasoning' ? 'reasoning' : 'answer';
    this.state[channel] += delta.text;
    this.post({ kind: 'delta', channel, text: delta.text });
  }

  private show(): void {
    if (this.panel) this.panel.title = this.state.title;
    this.post({ kind: 'show', state: this.state, words: words() });
  }

  private post(message: ToPanel): void {
    void this.panel?.webview.postMessage(message);
  }

  private reveal(): void {
    if (this.panel) {
      this.panel.reveal(undefined, true);
      return;
    }
    const panel = vscode.window.createWebviewPanel(
      'gptoss.explain',
      this.state.title,
      { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
      {
        enableScripts: true,
        enableFindWidget: true,
        localResourceRoots: [vscode.Uri.joinPath(this.extension, 'out'), vscode.Uri.joinPath(this.extension, 'media')],
      },
    );
    panel.iconPath = vscode.Uri.joinPath(this.extension, 'media', 'icon.png');
    panel.webview.onDidReceiveMessage((message: FromPanel) => void this.receive(message));
    panel.onDidDispose(() => {
      this.panel = null;
      this.running?.cancel();
    });
    this.panel = panel;
    panel.webview.html = page(panel.webview, this.extension);
  }

  private async receive(message: FromPanel): Promise<void> {
    switch (message.kind) {
      case 'ready':
        this.show();
        break;
      case 'stop':
        this.running?.cancel();
        break;
      case 'copy':
        await vscode.env.clipboard.writeText(this.state.answer);
        break;
      case 'open': {
        const citation = this.state.citations[message.index];
        if (citation) await open(citation, this.root);
        break;
      }
    }
  }
}

function blank(title: string): PanelState {
  return { title, answer: '', reasoning: '', citations: [], notice: '', state: 'running', problem: '' };
}

async function open(citation: Citation, root: string): Promise<void> {
  const uri = vscode.Uri.file(resolve(root, citation.path));
  const selection = new vscode.Range(citation.startLine - 1, 0, citation.endLine - 1, Number.MAX_SAFE_INTEGER);
  await vscode.window.showTextDocument(uri, { viewColumn: vscode.ViewColumn.One, selection });
}

function words(): PanelWords {
  return {
    running: vscode.l10n.t('Writing …'),
    done: vscode.l10n.t('Done'),
    cancelled: vscode.l10n.t('Stopped'),
    sources: vscode.l10n.t('Sources'),
    reasoning: vscode.l10n.t('Reasoning'),
    unverified: vscode.l10n.t('not found in the workspace'),
    stop: vscode.l10n.t('Stop'),
    copy: vscode.l10n.t('Copy'),
  };
}

function page(webview: vscode.Webview, extension: vscode.Uri): string {
  const script = webview.asWebviewUri(vscode.Uri.joinPath(extension, 'out', 'explain.js')).toString();
  const style = webview.asWebviewUri(vscode.Uri.joinPath(extension, 'media', 'explain.css')).toString();
  const nonce = crypto.randomUUID();
  return `<!DOCTYPE html>
<html lang="${vscode.env.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'">
<meta name="viewport" content="width=device-width">
<title>GptOssDev</title>
<link rel="stylesheet" href="${style}">
</head>
<body>
<main>
<header><h1 id="title"></h1><span id="state" role="status"></span><button id="stop" hidden></button><button id="copy" hidden></button></header>
<p id="notice" hidden></p>
<details id="reasoning" hidden><summary></summary><div></div></details>
<article id="answer"></article>
<section id="sources" hidden><h2></h2><ul></ul></section>
</main>
<script nonce="${nonce}" src="${script}"></script>
</body>
</html>`;
}
