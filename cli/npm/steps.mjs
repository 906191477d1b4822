// What the npm scripts share: finding tools, running them, and knowing whether a build is still current.
// @ts-check
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
export const artifacts = join(root, 'artifacts');
export const program = join(artifacts, 'gptoss', process.platform === 'win32' ? 'gptoss.exe' : 'gptoss');

/** An expected failure: one line for the user, no stack trace. */
export class StepError extends Error {}

/**
 * Runs a program with the terminal attached.
 * @param {string} command
 * @param {string[]} args
 * @param {{ quiet?: boolean, env?: Record<string, string> }} [options] quiet shows the output only when it fails
 * @returns {number} exit code; a signal counts as 130
 */
export function run(command, args, options = {}) {
  const result = spawnSync(command, args, {
    cwd: root,
    stdio: options.quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
    env: { ...process.env, ...options.env },
    maxBuffer: 256 * 1024 * 1024,
    // npm is a script on Windows.
    shell: process.platform === 'win32' && command === 'npm',
  });
  if (result.error) {
    throw new StepError(`${command} could not be started: ${result.error.message}`);
  }
  const code = result.signal ? 130 : (result.status ?? 1);
  if (options.quiet && code !== 0) {
    process.stderr.write(result.stdout);
    process.stderr.write(result.stderr);
  }
  return code;
}

/**
 * Runs a program with the terminal attached and hands signals on, so that Ctrl-C ends it and not only us.
 * @param {string} command
 * @param {string[]} args
 * @returns {Promise<number>} exit code
 */
export function attach(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit' });
    for (const signal of /** @type {NodeJS.Signals[]} */ (['SIGINT', 'SIGTERM'])) {
      // The terminal sends Ctrl-C to the child too: staying alive lets it end in its own way.
      process.on(signal, () => signal === 'SIGTERM' && child.kill(signal));
    }
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(signal ? 130 : (code ?? 1)));
  });
}

/** @param {string} what @param {() => number} step */
export function must(what, step) {
  if (step() !== 0) {
    throw new StepError(`${what} failed; what it said stands above`);
  }
}

/** @param {string} text */
export const say = (text) => process.stderr.write(`${text}\n`);

/** Files that a build reads, by path, size and time. */
function fingerprint() {
  const hash = createHash('sha256');
  const skipped = new Set(['artifacts', 'node_modules', 'models', '.git', 'bin', 'obj', 'tests', 'extension']);
  // MSBuild takes the choice of the native libraries from the environment.
  hash.update(`${process.env.GptOssBackend ?? ''}\0`);
  /** @param {string} folder */
  const visit = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        if (!skipped.has(entry.name)) visit(path);
      } else if (entry.isFile()) {
        const { size, mtimeMs } = statSync(path);
        hash.update(`${relative(root, path)}\0${size}\0${mtimeMs}\0`);
      }
    }
  };
  visit(root);
  return hash.digest('hex');
}

/** Installs what the VS Code extension, the tests of editors and the checks of scripts need; the program itself needs nothing from npm. */
export function installPackages() {
  const lock = join(root, 'package-lock.json');
  const installed = join(root, 'node_modules', '.package-lock.json');
  const isCurrent = existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs;
  if (!isCurrent || !existsSync(join(root, 'node_modules', 'esbuild'))) {
    say('Installing the packages of the VS Code extension (npm ci) …');
    must('npm ci', () => run('npm', ['ci', '--no-audit', '--no-fund'], { quiet: true }));
  }
}

function requireDotnet() {
  const found = spawnSync('dotnet', ['--version'], { cwd: root, encoding: 'utf8' });
  if (found.error || found.status !== 0) {
    const said = (found.stderr || found.stdout || '').trim().split('\n')[0];
    throw new StepError(
      `the .NET SDK that global.json asks for was not found${said ? ` (${said})` : ''}; install it from https://dot.net`,
    );
  }
}

/** .NET's name of this machine, such as linux-x64. */
function runtimeIdentifier() {
  const systems = { linux: 'linux', darwin: 'osx', win32: 'win' };
  const system = systems[/** @type {keyof typeof systems} */ (process.platform)];
  if (!system) throw new StepError(`${process.platform} is not supported: Linux, macOS and Windows are`);
  // Node reports the C library of a system that has glibc.
  const { header } = /** @type {{ header: { glibcVersionRuntime?: string } }} */ (process.report.getReport());
  const musl = system === 'linux' && !header.glibcVersionRuntime ? '-musl' : '';
  return `${system}${musl}-${process.arch}`;
}

/**
 * Installs what is missing and builds the program into artifacts/gptoss, unless it is current.
 * @param {{ extension?: boolean }} [options] extension: the VS Code extension will be built or checked
 */
export function setUp({ extension = false } = {}) {
  requireDotnet();
  if (extension) installPackages();
  const stamp = join(artifacts, 'gptoss.stamp');
  const current = fingerprint();
  if (existsSync(program) && existsSync(stamp) && readFileSync(stamp, 'utf8') === current) return;
  const folder = join(artifacts, 'gptoss');
  const next = join(artifacts, 'gptoss.next');
  rmSync(next, { recursive: true, force: true });
  for (const [name, project] of [
    ['gptossd', 'src/GptOssDev.Server'],
    ['gptoss', 'cli/GptOssDev.Cli'],
  ]) {
    say(`Building ${name} …`);
    must(`building ${name}`, () =>
      run(
        'dotnet',
        [
          'publish',
          project,
          ...['-c', 'Release', '-r', runtimeIdentifier(), '--self-contained', '-v', 'quiet', '--nologo'],
          ...['-p:PublishReadyToRun=true', '-o', next],
          // A tree of its own: a publish restores for one platform, a test build for none.
          `-p:ArtifactsPath=${join(artifacts, 'publish')}`,
        ],
        { quiet: true },
      ),
    );
  }
  // A daemon of the old build would answer for the new one.
  if (existsSync(program)) spawnSync(program, ['stop', '--quiet'], { stdio: 'ignore', timeout: 30_000 });
  rmSync(folder, { recursive: true, force: true });
  renameSync(next, folder);
  writeFileSync(stamp, current);
}

/**
 * Runs a script's main function; an expected failure becomes one line.
 * @param {() => number | Promise<number>} main
 */
export async function script(main) {
  try {
    process.exitCode = await main();
  } catch (error) {
    if (!(error instanceof StepError)) throw error;
    say(`gptossdev: ${error.message}`);
    process.exitCode = 3;
  }
}
