// Stands in for an agent in the editor: offers a model, without which the chat asks no participant, and calls the tool.
const vscode = require('vscode');

const newText = (text) => `namespace Shop;\n\npublic static class Added\n{\n    public static int One() => ${text};\n}\n`;

async function verify(text) {
  const input = { edits: [{ path: 'Added.cs', newText: newText(text) }] };
  const result = await vscode.lm.invokeTool('gptoss_verify_edit', { input, toolInvocationToken: undefined });
  const { verdict, reasons } = JSON.parse(result.content[0].value);
  await vscode.window.showInformationMessage(`verdict ${verdict} ${reasons.join(' ')}`);
}

exports.activate = (context) => {
  context.subscriptions.push(
    vscode.commands.registerCommand('companion.verify', () => verify('1')),
    vscode.commands.registerCommand('companion.breakIt', () => verify('"one"')),
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
