// The protocol as a client sees it that we did not write: vscode-jsonrpc, through `gptoss lsp`, to a real daemon. The
// answers come from a script, the verdicts from the compiler. Every `gptoss/*` method of the protocol page is called.
// @ts-check
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import {
  CancellationToken,
  CancellationTokenSource,
  createMessageConnection,
  ProgressType,
  ResponseError,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import { root, whyNot, World } from './world.mjs';

const cart = `namespace Shop;

public sealed class Cart
{
    private readonly List<decimal> prices = [];

    public decimal Total()
    {
        return prices.Sum();
    }

    public int Count()
    {
        return 
    }

    public int Size()
    {
        return 
    }
}
`;

const patch = `--- a/Cart.cs
+++ b/Cart.cs
@@ -6,5 +6,5 @@
 
     public decimal Total()
     {
-        return prices.Max();
+        return prices.Sum();
     }
`;

const fence = (/** @type {string} */ code) => `\`\`\`csharp\n${code}\n\`\`\``;

const script = {
  loadMs: 700,
  rules: [
    { job: 'complete', answer: 'prices.Nothing;\n', times: 3 },
    { job: 'complete', answer: 'prices.Count;\n' },
    { job: 'refactor', contains: ['expression body'], answer: fence('public decimal Total() => prices.Sum();') },
    { job: 'refactor', contains: ['break it'], answer: fence('public decimal Total() => prices.Summ();') },
    { job: 'answer', contains: ['hang'], answer: 'It begins', hang: true },
    { job: 'answer', answer: 'It adds the prices, see Cart.cs:7-10.', reasoning: 'Sum adds.', tokenDelayMs: 5 },
    { job: 'review', answer: '{"findings":[]}' },
    { job: 'generate', answer: 'and so on' },
  ],
};

/** @type {World} */ let world;
/** @type {import('node:child_process').ChildProcess} */ let server;
/** @type {import('vscode-jsonrpc').MessageConnection} */ let client;
const called = new Set();

/** @param {string} method @param {object} [params] @returns {Promise<any>} */
function ask(method, params = {}, token = CancellationToken.None) {
  called.add(method);
  return client.sendRequest(method, params, token);
}

/** A language server of the built program, and a client at its streams. */
function connect() {
  client?.dispose();
  server = world.start('lsp');
  client = createMessageConnection(
    new StreamMessageReader(/** @type {import('node:stream').Readable} */ (server.stdout)),
    new StreamMessageWriter(/** @type {import('node:stream').Writable} */ (server.stdin)),
  );
  // A daemon that dies closes the pipes under the client; its requests tell.
  client.onError(() => {});
  client.listen();
}

/** Collects what streams under a token while a request runs. @param {string} method @param {object} params */
async function streamed(method, params) {
  const parts = /** @type {any[]} */ ([]);
  const token = `t-${method}`;
  const listening = client.onProgress(new ProgressType(), token, (part) => void parts.push(part));
  const result = await ask(method, { ...params, partialResultToken: token });
  listening.dispose();
  return { parts, result };
}

/** @param {Promise<unknown>} answer @param {number} code */
async function fails(answer, code) {
  await assert.rejects(answer, (error) => {
    assert.ok(error instanceof ResponseError, String(error));
    assert.equal(error.code, code, error.message);
    assert.ok(!error.message.includes('\n'), error.message);
    return true;
  });
}

describe('gptoss lsp, seen by vscode-jsonrpc', { skip: whyNot, timeout: 300_000 }, () => {
  before(async () => {
    world = new World(script, { 'Cart.cs': cart });
    connect();
    const { capabilities } = /** @type {any} */ (
      await client.sendRequest('initialize', {
        processId: process.pid,
        rootUri: world.rootUri,
        workspaceFolders: [{ uri: world.rootUri, name: 'work' }],
        capabilities: { workspace: { workspaceEdit: { documentChanges: true } } },
        initializationOptions: { trusted: false, presentsResults: true },
      })
    );
    assert.equal(capabilities.positionEncoding, 'utf-16');
    assert.equal(capabilities.codeActionProvider.resolveProvider, true);
    await client.sendNotification('initialized', {});
    await client.sendNotification('textDocument/didOpen', {
      textDocument: { uri: world.uri('Cart.cs'), languageId: 'csharp', version: 1, text: cart },
    });
  });

  after(() => {
    client?.dispose();
    server?.kill();
    world?.dispose();
  });

  test('status names the script in place of a model', async () => {
    const status = await ask('gptoss/status');
    assert.equal(status.model.name, 'test-script');
    assert.equal(status.model.state, 'unloaded');
    assert.equal(status.clients, 1);
  });

  test('a model is listed, inspected, loaded with progress, and unloaded', async () => {
    const { models } = await ask('gptoss/model/list');
    assert.ok(models.some((/** @type {any} */ m) => m.source === 'bundled'));
    assert.equal((await ask('gptoss/model/inspect')).architecture, 'gpt-oss');
    const steps = /** @type {any[]} */ ([]);
    const listening = client.onProgress(new ProgressType(), 'load', (step) => void steps.push(step));
    await ask('gptoss/model/load', { workDoneToken: 'load' });
    listening.dispose();
    assert.equal(steps[0].kind, 'begin');
    assert.equal(steps.at(-1).kind, 'end');
    assert.ok(steps.some((s) => s.message?.startsWith('loading test-script')));
    assert.equal((await ask('gptoss/status')).model.state, 'ready');
    await ask('gptoss/model/unload');
    assert.equal((await ask('gptoss/status')).model.state, 'unloaded');
  });

  test('what nobody trusts is judged from syntax, and trust is granted later', async () => {
    const edits = [{ uri: world.uri('Cart.cs'), newText: cart.replace('return \n', 'return prices.Count;\n') }];
    assert.equal((await ask('gptoss/verifyEdit', { edits })).verdict, 'inconclusive');
    called.add('gptoss/trust');
    await client.sendNotification('gptoss/trust', { trusted: true });
    const verdict = await ask('gptoss/verifyEdit', { edits });
    assert.equal(verdict.verdict, 'accepted', JSON.stringify(verdict));
    assert.equal(verdict.evidence.projectsChecked, 1);
  });

  test('an edit that does not bind is rejected with the compiler’s words', async () => {
    const range = { start: { line: 8, character: 22 }, end: { line: 8, character: 25 } };
    const verdict = await ask('gptoss/verifyEdit', {
      edits: [{ uri: world.uri('Cart.cs'), version: 1, range, text: 'Summ' }],
    });
    assert.equal(verdict.verdict, 'rejected');
    assert.equal(verdict.evidence.diagnosticsAdded[0].id, 'CS1061');
  });

  test('ghost text that does not bind never shows, and what binds does', async () => {
    const params = {
      textDocument: { uri: world.uri('Cart.cs') },
      position: { line: 13, character: 15 },
      context: { triggerKind: 1 },
    };
    assert.deepEqual((await ask('textDocument/inlineCompletion', params)).items, []);
    // Where nothing was found, the model is not asked again; elsewhere it is.
    assert.deepEqual((await ask('textDocument/inlineCompletion', params)).items, []);
    const elsewhere = { ...params, position: { line: 18, character: 15 } };
    const { items } = await ask('textDocument/inlineCompletion', elsewhere);
    assert.deepEqual(
      items.map((/** @type {any} */ i) => [i.insertText, i.verdict]),
      [['prices.Count;', 'accepted']],
    );
    const complete = await ask('gptoss/complete', { path: world.path('Cart.cs'), position: params.position });
    assert.equal(complete.items[0].verdict, 'accepted');
    const told = { id: items[0].id, kind: 'full' };
    await client.sendNotification('gptoss/accepted', { ...told, kind: 'partial', length: items[0].partial.word });
    assert.deepEqual(await ask('gptoss/accepted', told), {});
    await fails(ask('gptoss/accepted', { ...told, kind: 'borrowed' }), -32602);
    const { suggestions, file } = await ask('gptoss/stats');
    assert.ok(file.startsWith(world.folder), file);
    assert.deepEqual(
      [suggestions.requested, suggestions.shown, suggestions.accepted, suggestions.acceptedCharacters],
      [4, 2, 1, items[0].insertText.length],
    );
  });

  test('explanations and answers stream and cite', async () => {
    const target = { path: world.path('Cart.cs'), lines: { startLine: 7, endLine: 10 } };
    const explained = await streamed('gptoss/explain', target);
    const text = (/** @type {string} */ channel) =>
      explained.parts
        .filter((p) => p.channel === channel)
        .map((p) => p.text)
        .join('');
    assert.equal(text('answer'), explained.result.answer);
    assert.equal(text('reasoning'), 'Sum adds.');
    assert.deepEqual(explained.result.citations, [{ path: 'Cart.cs', startLine: 7, endLine: 10, verified: true }]);
    const asked = await streamed('gptoss/ask', { question: 'What does Total do?', files: [{ path: target.path }] });
    assert.equal(asked.result.answer, explained.result.answer);
    assert.ok(asked.parts.length > 3);
  });

  test('a refactoring comes with its verdict, rejected ones too', async () => {
    const target = { path: world.path('Cart.cs'), lines: { startLine: 7, endLine: 7 } };
    const good = await ask('gptoss/refactor', { ...target, instruction: 'use an expression body' });
    assert.equal(good.verdict, 'accepted');
    assert.match(good.edits[0].diff, /^\+ {4}public decimal Total\(\) => prices\.Sum\(\);$/m);
    const bad = await ask('gptoss/refactor', { ...target, instruction: 'break it' });
    assert.equal(bad.verdict, 'rejected');
    assert.equal(bad.evidence.attempts, 2);
  });

  test('the menu, a command and its edit', async () => {
    const range = { start: { line: 8, character: 8 }, end: { line: 8, character: 8 } };
    const actions = await ask('textDocument/codeAction', {
      textDocument: { uri: world.uri('Cart.cs') },
      range,
      context: { diagnostics: [], triggerKind: 1 },
    });
    const action = actions.find((/** @type {any} */ a) => a.title.startsWith('Use an expression body'));
    const result = await ask('workspace/executeCommand', action.command);
    assert.equal(result.verdict, 'accepted');
    assert.deepEqual(result.edit.documentChanges[0].textDocument, { uri: world.uri('Cart.cs'), version: 1 });
    const broken = await ask('textDocument/codeAction', {
      textDocument: { uri: world.uri('Cart.cs') },
      range: { start: { line: 13, character: 8 }, end: { line: 13, character: 8 } },
      context: { diagnostics: [], only: ['quickfix'], triggerKind: 1 },
    });
    assert.match(broken[0].title, /^Fix CS\d{4} with gptoss$/);
  });

  test('a review tells what it looks at and where its paths start', async () => {
    const workspace = { root: world.work, trusted: true };
    const { result, parts } = await streamed('gptoss/review', { scope: 'patch', patch, workspace });
    assert.deepEqual([result.complete, result.skipped], [true, []]);
    assert.equal(result.root, world.work);
    assert.ok(parts.some((p) => p.message?.startsWith('Cart.cs')));
    // Without trust the compiler does not see the project: that is not a review without findings.
    const untrusted = await ask('gptoss/review', { scope: 'patch', patch, workspace: { root: world.work } });
    assert.equal(untrusted.complete, false);
    assert.match(untrusted.skipped[0].why, /not trusted/);
  });

  test('a cancelled request ends at once and frees its place', async () => {
    const cancellation = new CancellationTokenSource();
    const begun = new Promise((resolve) => client.onProgress(new ProgressType(), 'c', resolve));
    const answer = ask(
      'gptoss/ask',
      { question: 'please hang', useRepository: false, workspace: { root: world.work }, partialResultToken: 'c' },
      cancellation.token,
    );
    await begun;
    assert.equal((await ask('gptoss/status')).queue.running, 1);
    cancellation.cancel();
    await fails(answer, -32800);
    assert.equal((await ask('gptoss/status')).queue.running, 0);
  });

  test('bad input is told by its code', async () => {
    await fails(ask('gptoss/nothing'), -32601);
    called.delete('gptoss/nothing');
    await fails(ask('gptoss/explain', { path: 5 }), -32602);
    await fails(ask('gptoss/explain', { path: world.path('Missing.cs') }), 1001);
    await fails(ask('gptoss/verifyEdit', { edits: [{ uri: world.uri('Cart.cs'), version: 9, newText: '' }] }), -32801);
    await fails(ask('gptoss/generate', {}), 1001);
  });

  test('doctor, bench, eval and generate answer', async () => {
    const { parts } = await streamed('gptoss/bench', {});
    assert.ok(parts.length > 0);
    const measured = await streamed('gptoss/eval', { subject: 'completion', positions: 2, candidates: 1 });
    assert.deepEqual(measured.parts.at(-1), { done: 2, total: 2, message: null });
    assert.deepEqual([measured.result.root, measured.result.positions], [world.work, 2]);
    assert.equal(measured.result.kinds.at(-1).kind, 'all');
    await fails(ask('gptoss/eval', { subject: 'weather' }), -32602);
    const { checks } = await ask('gptoss/doctor');
    assert.ok(checks.some((/** @type {any} */ c) => c.name === 'model' && c.state === 'problem'));
    assert.equal((await ask('gptoss/generate', { prompt: 'and', maxTokens: 3, stopAtEnd: true })).text, 'and so on');
  });

  test('a daemon that dies in the middle ends its clients, and the next one finds a new daemon', async () => {
    const other = world.start('lsp');
    const peer = createMessageConnection(
      new StreamMessageReader(/** @type {import('node:stream').Readable} */ (other.stdout)),
      new StreamMessageWriter(/** @type {import('node:stream').Writable} */ (other.stdin)),
    );
    peer.onError(() => {});
    peer.listen();
    const { pid } = /** @type {any} */ (await peer.sendRequest('gptoss/status', {}));
    const ended = Promise.all([server, other].map((child) => new Promise((resolve) => child.once('exit', resolve))));
    const closed = new Promise((resolve) => peer.onClose(() => resolve(true)));
    // Nobody is left to answer it; the closed connection tells.
    peer.sendRequest('gptoss/ask', { question: 'please hang', workspace: { root: world.work } }).catch(() => {});
    process.kill(pid, 'SIGKILL');
    assert.deepEqual(await ended, [3, 3]);
    assert.equal(await closed, true);
    peer.dispose();
    connect();
    assert.notEqual((await ask('gptoss/status')).pid, pid);
  });

  test('shutdown ends the daemon, and every method of the page was called', async () => {
    await ask('gptoss/shutdown');
    const code = await new Promise((resolve) => server.once('exit', resolve));
    assert.equal(code, 3);
    const page = readFileSync(join(root, 'src', 'GptOssDev.Contracts', 'PROTOCOL.md'), 'utf8');
    const told = [...page.matchAll(/^### `(gptoss\/[^`]+)`$/gm)].map((m) => m[1]);
    assert.deepEqual([...called].filter((m) => m.startsWith('gptoss/')).sort(), told.sort());
  });
});
