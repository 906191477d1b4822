// `npm run e2e:install`: puts a real VS Code (code-server), the Node.js it wants, Chromium and a browser driver in place,
// from the package registries alone. Does nothing where they are.
// @ts-check
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { axe, box, chromium, codeServer, driver, node } from './prerequisites.mjs';

const versions = { node: '24.21.0', codeServer: '4.139.1', playwright: '1.65.1', axe: '4.14.1' };
const quiet = { npm_config_audit: 'false', npm_config_fund: 'false', npm_config_update_notifier: 'false', npm_config_loglevel: 'error' };

/** @param {string} text */
const say = (text) => process.stderr.write(`${text}\n`);

/**
 * @param {string} folder
 * @param {string} command
 * @param {string[]} args
 * @param {Record<string, string>} [env]
 */
function run(folder, command, args, env = {}) {
  execFileSync(command, args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, ...quiet, ...env } });
}

/** @param {string} folder @param {string[]} packages */
function install(folder, packages) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"private":true}\n');
  run(folder, 'npm', ['install', '--ignore-scripts', ...packages]);
}

function installChromium() {
  if (chromium()) return;
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    throw new Error('Chromium is missing: install it with the package manager of this system, or name it in GPTOSS_E2E_CHROMIUM');
  }
  say('Installing Chromium …');
  run('/', 'apt-get', ['update', '-qq']);
  run('/', 'apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], { DEBIAN_FRONTEND: 'noninteractive' });
}

function installCodeServer() {
  if ([codeServer, driver, axe].every((path) => existsSync(path))) return;
  say('Installing code-server …');
  const folder = join(box, 'cs');
  install(folder, [`code-server@${versions.codeServer}`, `playwright-core@${versions.playwright}`, `axe-core@${versions.axe}`]);
  const vscode = join(folder, 'node_modules', 'code-server', 'lib', 'vscode');
  const modules = join(vscode, 'node_modules');
  const env = { PATH: [join(node, '..'), process.env.PATH].join(delimiter), npm_config_nodedir: join(node, '..', '..') };
  // Its own lock file is out of step with its package.json, so `npm ci` refuses.
  run(vscode, 'npm', ['install', '--ignore-scripts', '--omit=dev', '--omit=optional'], env);
  // Of the optional packages only the file watcher's binary is needed.
  const { version } = JSON.parse(readFileSync(join(modules, '@parcel', 'watcher', 'package.json'), 'utf8'));
  const binary = `@parcel/watcher-linux-${process.arch}-glibc`;
  const packed = mkdtempSync(join(tmpdir(), 'watcher-'));
  run(packed, 'npm', ['pack', '--silent', `${binary}@${version}`], env);
  mkdirSync(join(modules, binary), { recursive: true });
  const [archive] = readdirSync(packed);
  run(packed, 'tar', ['xzf', String(archive), '--strip-components=1', '-C', join(modules, binary)]);
  rmSync(packed, { recursive: true });
  // Log files and output channels are written by a native module.
  run(vscode, 'npm', ['rebuild', '@vscode/spdlog'], env);
  // The Copilot that comes along only reaches for its service.
  rmSync(join(vscode, 'extensions', 'copilot'), { recursive: true, force: true });
  writeFileSync(codeServer, '');
}

try {
  if (process.platform !== 'linux') throw new Error('the editor tests run on Linux only');
  installChromium();
  if (!existsSync(node)) {
    say('Installing the Node.js that code-server wants …');
    install(join(box, 'node'), [`node-linux-${process.arch}@${versions.node}`]);
  }
  installCodeServer();
  say('Chromium and code-server are in place.');
} catch (error) {
  say(`gptossdev: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 3;
}
