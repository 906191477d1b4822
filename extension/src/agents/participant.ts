import { resolve } from 'node:path';
import * as vscode from 'vscode';
import { documentTarget, type DocumentTarget } from '../daemon/calls';
import { type Connection, messageOf } from '../daemon/connection';
import { generationOptions } from '../daemon/options';
import { Commands, Methods, type AnswerDelta, type AnswerResult, type EditorRefactorResult, type Finding, type ReviewResult } from '../protocol';
import { refactorReport } from '../refactor/report.pure';
import { reportWords } from '../refactor/reportDocument';

/** The command behind the chat's button: shows a refactoring that is done. */
export const presentCommand = 'gptoss.refactor.present';

interface Place {
  uri: vscode.Uri;
  range?: vscode.Range;
}

/** One turn of the chat: what was asked, where the answer goes, when to stop. */
interface Turn {
  request: vscode.ChatRequest;
  stream: vscode.ChatResponseStream;
  token: vscode.CancellationToken;
}

/**
 * The chat participant `@gptoss`: hands a question or one of its commands to the daemon and shows what comes. A turn is
 * about the files that it refers to, else about the editor's selection.
 */
export class ChatParticipant {
  public constructor(private readonly connection: Connection) {}

  public readonly handle: vscode.ChatRequestHandler = async (request, _context, stream, token) => {
    const turn = { request, stream, token };
    try {
      switch (request.command) {
        case 'explain':
          await this.explain(turn);
          break;
        case 'refactor':
          await this.refactor(turn);
          break;
        case 'review':
          await this.review(turn);
          break;
        default:
          await this.ask(turn);
      }
      return {};
    } catch (error) {
      return { errorDetails: { message: messageOf(error) } };
    }
  };

  private async ask({ request, stream, token }: Turn): Promise<void> {
    const files = places(request).map(({ uri, range }) => ({
      path: uri.fsPath,
      ...(range ? { lines: { startLine: range.start.line + 1, endLine: range.end.line + 1 } } : {}),
    }));
    const partialResultToken = crypto.randomUUID();
    const answer = await this.connection.request<AnswerResult>(
      Methods.ask,
      { question: request.prompt, files, options: generationOptions(), partialResultToken },
      token,
      { [partialResultToken]: writer(stream) },
    );
    cite(answer, stream);
  }

  private async explain({ request, stream, token }: Turn): Promise<void> {
    const target = await targetOf(request, stream);
    if (!target) return;
    const partialResultToken = crypto.randomUUID();
    const argument = { ...target, options: generationOptions(), partialResultToken };
    cite(await this.command<AnswerResult>(Commands.explain, argument, token, { [partialResultToken]: writer(stream) }), stream);
  }

  private async refactor({ request, stream, token }: Turn): Promise<void> {
    const target = await targetOf(request, stream);
    if (!target) return;
    stream.progress(vscode.l10n.t('Refactoring and asking the compiler'));
    const argument = { ...target, instruction: request.prompt, options: generationOptions() };
    const result = await this.command<EditorRefactorResult>(Commands.refactor, argument, token);
    stream.markdown(refactorReport(result, request.prompt, reportWords()));
    if (!result.edit || result.edits.length === 0) return;
    const title = vscode.l10n.t('Preview the Change');
    stream.button({ title, command: presentCommand, arguments: [result, request.prompt, target.uri] });
  }

  private async review({ stream, token }: Turn): Promise<void> {
    const root = workspaceRoot();
    const result = await this.command<ReviewResult>(Commands.review, { scope: 'working', root, options: generationOptions() }, token);
    if (result.findings.length === 0) stream.markdown(vscode.l10n.t('The review found nothing.'));
    for (const finding of result.findings) showFinding(finding, root, stream);
  }

  private command<TResult>(
    command: string,
    argument: object,
    token: vscode.CancellationToken,
    listeners: Record<string, (piece: never) => void> = {},
  ): Promise<TResult> {
    const params = { command, arguments: [argument] };
    return this.connection.request<TResult>('workspace/executeCommand', params, token, listeners);
  }
}

function writer(stream: vscode.ChatResponseStream): (piece: AnswerDelta) => void {
  return ({ channel, text }) => {
    if (channel === 'answer') stream.markdown(text);
  };
}

function cite(answer: AnswerResult, stream: vscode.ChatResponseStream): void {
  for (const citation of answer.citations) {
    if (!citation.verified) continue;
    const range = new vscode.Range(citation.startLine - 1, 0, citation.endLine - 1, 0);
    stream.reference(new vscode.Location(vscode.Uri.file(resolve(workspaceRoot(), citation.path)), range));
  }
}

function showFinding(finding: Finding, root: string, stream: vscode.ChatResponseStream): void {
  const text = new vscode.MarkdownString(`- **${finding.severity}** `).appendText(`${finding.rule}: ${finding.message} `);
  stream.markdown(text);
  stream.anchor(new vscode.Location(vscode.Uri.file(resolve(root, finding.path)), new vscode.Position(finding.startLine - 1, 0)));
  stream.markdown('\n');
}

async function targetOf(request: vscode.ChatRequest, stream: vscode.ChatResponseStream): Promise<DocumentTarget | null> {
  const place = places(request)[0];
  if (place) return documentTarget(await vscode.workspace.openTextDocument(place.uri), place.range);
  stream.markdown(vscode.l10n.t('Open a file or add one to the question.'));
  return null;
}

function places(request: vscode.ChatRequest): Place[] {
  const referred = request.references.flatMap(({ value }): Place[] => {
    if (value instanceof vscode.Uri) return [{ uri: value }];
    return value instanceof vscode.Location ? [{ uri: value.uri, range: value.range }] : [];
  });
  const editor = vscode.window.activeTextEditor;
  if (referred.length > 0 || editor?.document.uri.scheme !== 'file') return referred;
  return [editor.selection.isEmpty ? { uri: editor.document.uri } : { uri: editor.document.uri, range: editor.selection }];
}

function workspaceRoot(): string {
  return vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '/';
}
