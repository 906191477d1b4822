// Other editors, driven as a person drives them, with the configuration that docs/editors.md gives.
// @ts-check
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { describe, test } from 'node:test';
import { program, root, whyNot, World } from './world.mjs';

const cart = `namespace Shop;

public sealed class Cart
{
    private readonly List<decimal> prices = [];

    internal decimal Total()
    {
        return prices.Sum();
    }
}
`;

const script = {
  rules: [
    { job: 'refactor', answer: '```csharp\ninternal decimal Total() => prices.Sum();\n```' },
    { job: 'answer', answer: 'It adds the prices.\nNothing else.' },
  ],
};

const edited = cart.replace(/Total\(\)\s*\{\s*return (.*);\s*\}/, 'Total() => $1;');
const editors = join(root, 'tests', 'E2E', 'clients', 'editors');

/** Why an editor cannot be driven here; undefined when it can. @param {string} command */
const missing = (command) =>
  whyNot ?? (spawnSync(command, ['--version']).error ? `${command} is not installed` : undefined);

/** @param {World} world @param {string} command @param {string[]} args @returns {Promise<{ code: number | null, said: string }>} */
function run(world, command, args) {
  const child = spawn(command, args, {
    cwd: world.work,
    env: {
      ...world.environment,
      PATH: dirname(program) + delimiter + process.env.PATH,
      GPTOSS_SEEN: world.path('seen.json'),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 240_000,
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (/** @type {Buffer} */ data) => (said += data));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, said }));
  });
}

/** The page shows the configuration that is tested. @param {string} file */
function assertShown(file) {
  const page = readFileSync(join(root, 'docs', 'editors.md'), 'utf8');
  assert.ok(page.includes(readFileSync(join(editors, file), 'utf8')), `docs/editors.md does not show ${file}`);
}

describe('other editors', { timeout: 300_000 }, () => {
  test('Neovim attaches, takes a code action, undoes it in one step, has code explained, asks for the status', { skip: missing('nvim') }, async () => {
    assertShown('neovim.lua');
    const world = new World(script, { 'Cart.cs': cart });
    try {
      const { said } = await run(world, 'nvim', [
        ...['--headless', '-n', '-i', 'NONE', '-u', join(editors, 'neovim.lua')],
        ...['-c', `luafile ${join(editors, 'neovim-drive.lua')}`],
      ]);
      const seen = JSON.parse(readFileSync(world.path('seen.json'), 'utf8'));
      assert.equal(seen.problem, undefined, said);
      assert.equal(`${seen.edited}\n`, edited);
      assert.ok(seen.titles.includes('Use an expression body with gptoss'));
      assert.equal(seen.undone, true);
      assert.equal(seen.explained, 'It adds the prices.\nNothing else.');
      assert.equal(seen.status.model.name, 'test-script');
      assert.equal(readFileSync(world.path('Cart.cs'), 'utf8'), cart);
    } finally {
      world.dispose();
    }
  });

  test('Emacs attaches by Eglot, takes a code action, asks for the status', { skip: missing('emacs') }, async () => {
    assertShown('emacs.el');
    const world = new World(script, { 'Cart.cs': cart });
    try {
      const { code, said } = await run(world, 'emacs', [
        ...['--batch', '-l', join(editors, 'emacs.el'), '-l', join(editors, 'emacs-drive.el')],
      ]);
      assert.equal(code, 0, said);
      const seen = JSON.parse(readFileSync(world.path('seen.json'), 'utf8'));
      assert.equal(seen.edited, edited);
      assert.equal(seen.model, 'test-script');
    } finally {
      world.dispose();
    }
  });
});
