// A throw-away VS Code server with the extension installed, in a world of its own: its home, its settings, its daemon.
// @ts-check
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { codeServerEntry, node, program, vsix } from '../prerequisites.mjs';

/** What keeps the editor still: nothing pops up, nothing is fetched, typed keys mean themselves. */
const settings = {
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.tips.enabled': false,
  'workbench.reduceMotion': 'on',
  'workbench.enableExperiments': false,
  'workbench.colorTheme': 'Default Dark Modern',
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'git.openRepositoryInParentFolders': 'never',
  'git.autofetch': false,
  'git.untrackedChanges': 'hidden',
  'editor.quickSuggestions': { other: 'off', comments: 'off', strings: 'off' },
  'editor.suggestOnTriggerCharacters': false,
  'editor.wordBasedSuggestions': 'off',
  'editor.parameterHints.enabled': false,
  'editor.minimap.enabled': false,
  'editor.autoClosingBrackets': 'never',
  'editor.autoIndent': 'none',
  'files.autoSave': 'off',
  'comments.openView': 'never',
  'typescript.tsserver.enabled': false,
};

/** The editor has this command, and no key for it. */
const keys = [{ key: 'ctrl+alt+l', command: 'editor.action.inlineSuggest.acceptNextLine', when: 'inlineSuggestionVisible' }];

/**
 * @param {{
 *   files: Record<string, string>,
 *   settings?: Record<string, unknown>,
 *   script?: object,
 *   path?: string,
 *   trusted?: boolean,
 *   extensions?: string[],
 *   prepare?: (workspace: string, env: NodeJS.ProcessEnv) => void,
 * }} options `script` is what a scripted engine answers in place of a model; `path` is where the extension finds gptoss; `trusted`
 *   false opens the folder untrusted; `extensions` are folders of further extensions
 */
export async function startServer(options) {
  // Short: paths of sockets lie below it.
  const world = mkdtempSync(join(tmpdir(), 'vsc-'));
  try {
    return await startIn(world, options);
  } catch (error) {
    rmSync(world, { recursive: true, force: true });
    throw error;
  }
}

/** @param {string} world @param {Parameters<typeof startServer>[0]} options */
async function startIn(world, { files, settings: more = {}, script, path = program, trusted = true, extensions = [], prepare }) {
  /** @param {string} name */
  const folder = (name) => {
    mkdirSync(join(world, name), { recursive: true, mode: 0o700 });
    return join(world, name);
  };
  const user = folder('u');
  const workspace = folder('ws');
  mkdirSync(join(user, 'User'));
  writeFileSync(join(user, 'User', 'settings.json'), JSON.stringify({ ...settings, ...more }));
  writeFileSync(join(user, 'User', 'keybindings.json'), JSON.stringify(keys));
  // Where programs lie is a setting of the machine: the editor takes it from no other file.
  mkdirSync(join(user, 'Machine'));
  writeFileSync(join(user, 'Machine', 'settings.json'), JSON.stringify({ 'gptoss.path': path }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(workspace, name)), { recursive: true });
    writeFileSync(join(workspace, name), text);
  }
  const scriptFile = join(world, 'script.json');
  if (script) writeFileSync(scriptFile, JSON.stringify(script));
  const inherited = Object.entries(process.env).filter(([name]) => !/^(VSCODE_|CODE_SERVER|GPTOSS_|NODE_|PORT$|PASSWORD$)/.test(name));
  const childEnv = {
    ...Object.fromEntries(inherited),
    HOME: folder('h'),
    TMPDIR: folder('t'),
    XDG_CONFIG_HOME: folder('h/c'),
    XDG_DATA_HOME: folder('h/d'),
    XDG_CACHE_HOME: folder('h/k'),
    XDG_STATE_HOME: folder('h/s'),
    XDG_RUNTIME_DIR: folder('r'),
    DOTNET_CLI_TELEMETRY_OPTOUT: '1',
    DOTNET_NOLOGO: '1',
    DOTNET_SKIP_FIRST_TIME_EXPERIENCE: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_AUTHOR_NAME: 'Test',
    GIT_AUTHOR_EMAIL: 'test@example.com',
    GIT_COMMITTER_NAME: 'Test',
    GIT_COMMITTER_EMAIL: 'test@example.com',
    // Threads that wait for each other are slow where the browser runs beside.
    GPTOSS_THREADS: '1',
    // No extension gallery is asked.
    EXTENSIONS_GALLERY: JSON.stringify({ serviceUrl: 'http://127.0.0.1:9/none' }),
    ...(script ? { GPTOSS_TEST_ENGINE: scriptFile } : {}),
  };
  prepare?.(workspace, childEnv);
  const common = ['--user-data-dir', user, '--extensions-dir', folder('x')];
  execFileSync(node, [codeServerEntry, ...common, '--install-extension', vsix, '--force'], { env: childEnv, stdio: 'pipe' });
  for (const extension of extensions) cpSync(extension, join(world, 'x', 'test.companion-0.0.1'), { recursive: true });
  if (extensions.length > 0) registerCopied(join(world, 'x'));

  const child = spawn(
    node,
    [
      codeServerEntry,
      ...['--bind-addr', '127.0.0.1:0', '--auth', 'none', '--disable-telemetry', '--disable-update-check'],
      ...['--disable-getting-started-override', '--disable-proxy', '--ignore-last-opened'],
      ...(trusted ? ['--disable-workspace-trust'] : []),
      ...common,
      workspace,
    ],
    { env: childEnv, detached: true, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let log = '';
  /** @type {string} */
  const url = await new Promise((resolve, reject) => {
    /** @param {Buffer} data */
    const read = (data) => {
      log += data;
      const found = /listening on (http:\/\/127\.0\.0\.1:\d+)/.exec(log);
      if (found?.[1]) resolve(found[1]);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.on('exit', (code) => reject(new Error(`code-server ended with ${code}\n${log}`)));
  });

  /** @param {string[]} args */
  const gptoss = (...args) => execFileSync(program, args, { env: childEnv, cwd: workspace, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  return {
    url,
    workspace,
    gptoss,
    /** @returns {any} the daemon's status */
    status: () => JSON.parse(gptoss('status', '--json')),
    /** @returns {number | null} the daemon's process; null when it ends under the question */
    daemon: () => {
      try {
        return JSON.parse(gptoss('status', '--json')).pid;
      } catch {
        return null;
      }
    },
    /** Changes the user's settings, for windows that are opened from now on. @param {string} name @param {unknown} value */
    setSetting: (name, value) => {
      const file = join(user, 'User', 'settings.json');
      writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), [name]: value }));
    },
    /** @param {string} name */
    read: (name) => readFileSync(join(workspace, name), 'utf8'),
    /** @returns {string} what the extension, the editor's server and the daemon say, for a failure */
    logs: () => {
      const asked = [['status', '--json'], ['stats', '--json'], ['logs', '--lines', '40']].map((args) => `== gptoss ${args.join(' ')}\n${told(() => gptoss(...args))}`);
      return [log, ...logFiles(join(user, 'logs')), ...asked].join('\n');
    },
    stop: async () => {
      // The whole group: the extension host and the file watcher outlive a signal to the parent alone.
      const gone = child.exitCode !== null ? Promise.resolve() : new Promise((resolve) => child.once('exit', resolve));
      signal(child.pid, 'SIGTERM');
      await Promise.race([gone, new Promise((resolve) => setTimeout(resolve, 5000).unref())]);
      signal(child.pid, 'SIGKILL');
      // Only now: a window would start the daemon again.
      try {
        gptoss('stop', '--quiet');
      } catch {
        // It was not running.
      }
      rmSync(world, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
    },
  };
}

/** @param {() => string} ask @returns {string} the answer, or why there is none */
function told(ask) {
  try {
    return ask();
  } catch (error) {
    return String(error);
  }
}

/** @typedef {Awaited<ReturnType<typeof startServer>>} Server */

/** @param {number | undefined} pid @param {NodeJS.Signals} name */
function signal(pid, name) {
  try {
    if (pid) process.kill(-pid, name);
  } catch {
    // It has ended.
  }
}

/** @param {string} folder @returns {string[]} */
function logFiles(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /GptOssDev\.log$/.test(name))
    .map((name) => `== ${name}\n${readFileSync(join(folder, name), 'utf8')}`);
}

/** A copied extension counts only where the list does not yet exist or names it. @param {string} folder */
function registerCopied(folder) {
  const list = join(folder, 'extensions.json');
  const known = existsSync(list) ? JSON.parse(readFileSync(list, 'utf8')) : [];
  const name = 'test.companion-0.0.1';
  known.push({
    identifier: { id: 'test.companion' },
    version: '0.0.1',
    location: { $mid: 1, path: join(folder, name), scheme: 'file' },
    relativeLocation: name,
  });
  writeFileSync(list, JSON.stringify(known));
}
