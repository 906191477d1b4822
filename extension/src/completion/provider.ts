import * as vscode from 'vscode';
import { type Connection, NotConnectedError } from '../daemon/connection';
import type { InlineCompletionItem } from '../protocol';
import type { CompletionSwitches } from './switches';
import { type ShownSuggestion, typedAlong } from './typedAlong.pure';

/** The command that VS Code runs when a suggestion was taken as a whole. */
export const acceptedCommand = 'gptoss.completion.accepted';

interface Suggestion extends ShownSuggestion {
  id?: string;
  additionalEdits?: WireTextEdit[];
  verdict: string;
  /** Units that were typed or accepted in part, as far as we know. */
  taken: number;
}

interface WireRange {
  start: { line: number; character: number };
  end: { line: number; character: number };
}

interface WireTextEdit {
  range: WireRange;
  newText: string;
}

type WireItem = Omit<InlineCompletionItem, 'range'> & { range: WireRange; id?: string; additionalEdits?: WireTextEdit[] };

/** What the accept command is given: which suggestion it was, and what belongs to it elsewhere in the file. */
export interface Accepted {
  id?: string;
  additionalEdits?: WireTextEdit[];
}

/**
 * Ghost text. Asks the daemon, and answers from the last suggestion while the user types along it, so that nothing flickers.
 * Remembers one suggestion: the one shown last. Extension host thread.
 */
export class CompletionProvider implements vscode.InlineCompletionItemProvider {
  private readonly shownEmitter = new vscode.EventEmitter<{ verdict: string; line: number } | null>();
  /** The verdict of the suggestion on show and its line; null when there is none. */
  public readonly onDidShow = this.shownEmitter.event;
  private shown: Suggestion | null = null;

  public constructor(
    private readonly connection: Connection,
    private readonly switches: CompletionSwitches,
  ) {}

  public async provideInlineCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
    context: vscode.InlineCompletionContext,
    token: vscode.CancellationToken,
  ): Promise<vscode.InlineCompletionItem[]> {
    const automatic = context.triggerKind === vscode.InlineCompletionTriggerKind.Automatic;
    if (!(automatic ? this.switches.allowsAutomatic(document) : this.switches.allows(document))) return [];
    if (automatic && !context.selectedCompletionInfo) {
      const rest = this.rest(document, position);
      if (rest) return [rest];
    }
    const version = document.version;
    const items = await this.ask(document, position, context, token);
    if (token.isCancellationRequested) return [];
    const first = items[0];
    this.shown = first ? this.remember(document, version, first) : null;
    this.shownEmitter.fire(first ? { verdict: first.verdict, line: position.line } : null);
    return items.map((item) => present(item.insertText, toRange(item.range), item));
  }

  /** The user took a suggestion as a whole. */
  public async accepted({ id, additionalEdits = [] }: Accepted): Promise<void> {
    this.shown = null;
    this.shownEmitter.fire(null);
    void vscode.commands.executeCommand('setContext', 'gptoss.hasAccepted', true);
    if (additionalEdits.length > 0) {
      // They stand before the suggestion, so it has not moved them; one undo takes back both.
      await vscode.window.activeTextEditor?.edit(
        (builder) => { additionalEdits.forEach((e) => { builder.replace(toRange(e.range), e.newText); }); },
        { undoStopBefore: false, undoStopAfter: true },
      );
    }
    if (id !== undefined) await this.connection.notify('gptoss/accepted', { id, kind: 'full' });
  }

  /** What is left of the shown suggestion when the user has typed along it. */
  private rest(document: vscode.TextDocument, position: vscode.Position): vscode.InlineCompletionItem | null {
    const shown = this.shown;
    if (!shown) return null;
    const typed = typedAlong(shown, {
      uri: document.uri.toString(),
      version: document.version,
      line: position.line,
      textSince: (line) => document.getText(new vscode.Range(new vscode.Position(line, 0), position)),
      after: document.lineAt(position.line).text.slice(position.character),
    });
    if (typed === null) return null;
    // Keys come one by one: a leap forward is a word or a line that was accepted.
    if (typed - shown.taken > 1 && shown.id !== undefined) {
      void this.connection.notify('gptoss/accepted', { id: shown.id, kind: 'partial', length: typed });
    }
    shown.taken = typed;
    this.shownEmitter.fire({ verdict: shown.verdict, line: position.line });
    return present(shown.text.slice(typed), new vscode.Range(position, position), shown);
  }

  private async ask(
    document: vscode.TextDocument,
    position: vscode.Position,
    context: vscode.InlineCompletionContext,
    token: vscode.CancellationToken,
  ): Promise<WireItem[]> {
    const params = {
      textDocument: { uri: document.uri.toString(), version: document.version },
      position: { line: position.line, character: position.character },
      additionalEdits: true,
      context: { triggerKind: context.triggerKind === vscode.InlineCompletionTriggerKind.Automatic ? 2 : 1 },
    };
    try {
      // What is typed in a new window gets its suggestion as soon as there can be one.
      await this.connection.settled(token);
      return (await this.connection.request<{ items: WireItem[] }>('textDocument/inlineCompletion', params, token)).items;
    } catch (error) {
      // A superseded request, or an outage that the status shows: ghost text that does not come is no message to the user.
      if (error instanceof vscode.CancellationError || error instanceof NotConnectedError) return [];
      throw error;
    }
  }

  /** Only an insertion at the cursor can be typed along; a replacement is shown but not kept. */
  private remember(document: vscode.TextDocument, version: number, item: WireItem): Suggestion | null {
    const range = toRange(item.range);
    const line = document.lineAt(range.start.line).text;
    if (!range.isEmpty || document.version !== version) return null;
    return {
      uri: document.uri.toString(),
      version,
      line: range.start.line,
      before: line.slice(0, range.start.character),
      after: line.slice(range.start.character),
      text: item.insertText,
      ...told(item),
      verdict: item.verdict,
      taken: 0,
    };
  }
}

function present(text: string, range: vscode.Range, item: Accepted): vscode.InlineCompletionItem {
  return new vscode.InlineCompletionItem(text, range, { command: acceptedCommand, title: '', arguments: [told(item)] });
}

function told({ id, additionalEdits }: Accepted): Accepted {
  return { ...(id === undefined ? {} : { id }), ...(additionalEdits ? { additionalEdits } : {}) };
}

function toRange(range: WireRange): vscode.Range {
  return new vscode.Range(range.start.line, range.start.character, range.end.line, range.end.character);
}
