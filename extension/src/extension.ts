import * as vscode from 'vscode';
import { presentCommand } from './agents/participant';
import { registerAgents } from './agents/register';
import { type Accepted, acceptedCommand, CompletionProvider } from './completion/provider';
import { CompletionRegistration } from './completion/registration';
import { CompletionSwitches } from './completion/switches';
import { VerdictMark } from './completion/verdictMark';
import { Connection } from './daemon/connection';
import { ExplainCommands } from './explain/commands';
import { ExplainPanel } from './explain/panel';
import { RefactorFlow } from './refactor/flow';
import { RefactorPreview } from './refactor/preview';
import { ReportDocument } from './refactor/reportDocument';
import { Commands, type EditorExplainParams, type EditorRefactorParams, type EditorRefactorResult } from './protocol';
import { ReviewCommands } from './review/commands';
import { Findings, type FindingThread } from './review/findings';
import { Readiness } from './status/readiness';
import { StatusMenu } from './status/menu';
import { StatusPoller } from './status/poller';
import { StatusBar } from './status/statusBar';

let connection: Connection | null = null;

/** Puts the parts together. Returns at once: the connection comes up by itself. */
export function activate(context: vscode.ExtensionContext): void {
  const begin = performance.now();
  const output = vscode.window.createOutputChannel('GptOssDev', { log: true });
  const media = vscode.Uri.joinPath(context.extensionUri, 'media');
  const version = (context.extension.packageJSON as { version: string }).version;

  const made: Connection = new Connection(
    output,
    {
      executeCommand: (command, args: unknown[], next): unknown => {
        // The lightbulb's entries come from the daemon; what they lead to is shown here.
        if (command === Commands.refactor) return refactor.run(args[0] as EditorRefactorParams);
        if (command === Commands.explain) return explain.explain(args[0] as EditorExplainParams);
        return next(command, args);
      },
    },
    version,
  );
  connection = made;
  const switches = new CompletionSwitches();
  const completion = new CompletionProvider(made, switches);
  const poller = new StatusPoller(made, output);
  const status = new StatusBar(made, poller, switches);
  const menu = new StatusMenu(made, switches, output);
  const panel = new ExplainPanel(context.extensionUri);
  const explain = new ExplainCommands(made, panel);
  const report = new ReportDocument();
  const preview = new RefactorPreview();
  const refactor = new RefactorFlow(made, preview, report);
  const findings = new Findings();
  const review = new ReviewCommands(made, findings, refactor);

  const command = (id: string, run: (...args: never[]) => unknown): vscode.Disposable =>
    vscode.commands.registerCommand(`gptoss.${id}`, run);
  context.subscriptions.push(
    output,
    made,
    switches,
    poller,
    status,
    panel,
    preview,
    report,
    findings,
    new CompletionRegistration(made, completion),
    new VerdictMark(media, completion.onDidShow),
    new Readiness(made, poller, switches),
    findings.onDidChange((count) => {
      status.setFindings(count);
      void vscode.commands.executeCommand('setContext', 'gptoss.hasFindings', count > 0);
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => void made.restart()),
    vscode.workspace.onDidChangeConfiguration((e) => {
      // What the daemon is told at the start: a new value is told by starting anew.
      if (['path', 'model', 'effort'].some((name) => e.affectsConfiguration(`gptoss.${name}`))) void made.restart();
    }),
    vscode.commands.registerCommand(acceptedCommand, (what: Accepted) => completion.accepted(what)),
    vscode.commands.registerCommand(presentCommand, (result: EditorRefactorResult, title: string, uri: string) =>
      refactor.present(result, title, vscode.Uri.parse(uri)),
    ),
    command('menu', () => menu.show()),
    command('model', () => menu.chooseModel()),
    command('effort', () => menu.chooseEffort()),
    command('doctor', () => menu.doctor()),
    command('logs', () => { menu.logs(); }),
    command('completion.snooze', () => { menu.snooze(); }),
    command('completion.toggle', () => menu.toggle()),
    command('restart', () => made.restart()),
    command('walkthrough', () =>
      vscode.commands.executeCommand('workbench.action.openWalkthrough', `${context.extension.id}#start`),
    ),
    command('explain', () => explain.explainSelection()),
    command('refactor', () => refactor.refactorSelection()),
    command('refactor.apply', () => { preview.answer(true); }),
    command('refactor.discard', () => { preview.answer(false); }),
    command('refactor.report', () => report.show()),
    command('review.staged', () => review.review('staged')),
    command('review.working', () => review.review('working')),
    command('review.branch', () => review.reviewBranch()),
    command('review.clear', () => { findings.clear(); }),
    command('review.dismiss', (which: FindingThread | string) => { review.dismiss(which); }),
    command('review.fix', (which: FindingThread | string) => review.fix(which)),
    ...registerAgents(made, vscode.Uri.joinPath(media, 'icon.png')),
  );
  void made.restart();
  output.info(`activated in ${(performance.now() - begin).toFixed(0)} ms`);
}

export async function deactivate(): Promise<void> {
  await connection?.stop();
  connection = null;
}
