// Stands in for an agent in the editor: offers a model, without which the chat asks no participant, calls the tool,
// and measures what the extension costs.
const { Session } = require('node:inspector');
const { promisify } = require('node:util');
const vscode = require('vscode');

const newText = (text) => `namespace Shop;\n\npublic static class Added\n{\n    public static int One() => ${text};\n}\n`;

async function verify(text) {
  const input = { edits: [{ path: 'Added.cs', newText: newText(text) }] };
  const result = await vscode.lm.invokeTool('gptoss_verify_edit', { input, toolInvocationToken: undefined });
  const { verdict, reasons } = JSON.parse(result.content[0].value);
  await vscode.window.showInformationMessage(`verdict ${verdict} ${reasons.join(' ')}`);
}

const ours = /gptossdev\.gptossdev-/;
// The extension may see a key before this one does.
const earlierUs = 5000;
const session = new Session();
const post = promisify(session.post.bind(session));
const now = () => Number(process.hrtime.bigint() / 1000n);
let listening = null;
let keys = [];

async function beginProfile() {
  session.connect();
  await post('Profiler.enable');
  await post('Profiler.setSamplingInterval', { interval: 100 });
  await post('Profiler.start');
  keys = [];
  listening = vscode.workspace.onDidChangeTextDocument(({ document }) => {
    if (document.uri.scheme === 'file') keys.push(now() - earlierUs);
  });
  await vscode.window.showInformationMessage('profile begun');
}

/** Writes for each key how long the extension had the thread from it to the next, in milliseconds. */
async function endProfile() {
  listening.dispose();
  const end = now();
  const { profile } = await post('Profiler.stop');
  session.disconnect();
  const inOurs = new Map();
  const visit = (id, isOurs) => {
    const { callFrame, children = [] } = nodes.get(id);
    inOurs.set(id, isOurs || ours.test(callFrame.url));
    for (const child of children) visit(child, inOurs.get(id));
  };
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  visit(profile.nodes[0].id, false);
  const costs = keys.map(() => 0);
  let at = profile.startTime;
  let key = -1;
  profile.samples.forEach((id, i) => {
    at += profile.timeDeltas[i];
    while (key + 1 < keys.length && keys[key + 1] <= at) key++;
    if (key >= 0 && at <= end && inOurs.get(id)) costs[key] += profile.timeDeltas[i] / 1000;
  });
  const file = vscode.Uri.joinPath(vscode.workspace.workspaceFolders[0].uri, 'key-costs.json');
  await vscode.workspace.fs.writeFile(file, Buffer.from(JSON.stringify(costs)));
  await vscode.window.showInformationMessage('profile written');
}

exports.activate = (context) => {
  context.subscriptions.push(
    vscode.commands.registerCommand('companion.verify', () => verify('1')),
    vscode.commands.registerCommand('companion.breakIt', () => verify('"one"')),
    vscode.commands.registerCommand('companion.beginProfile', beginProfile),
    vscode.commands.registerCommand('companion.endProfile', endProfile),
    vscode.lm.registerLanguageModelChatProvider('companion', {
      provideLanguageModelChatInformation: () => [
        { id: 'one', name: 'Companion One', family: 'one', version: '1', maxInputTokens: 9999, maxOutputTokens: 999, capabilities: { toolCalling: true } },
      ],
      provideLanguageModelChatResponse: async () => undefined,
      provideTokenCount: async () => 1,
    }),
  );
  // Without this the model is found only after the first question, which then fails.
  void vscode.lm.selectChatModels({ vendor: 'companion' });
};
