// `npm run bench:peers`: builds llama.cpp's own programs, which the engine is measured against, into artifacts/peers.
// They stay at one release of llama.cpp, whatever the product runs, so that figures can be compared over time: the prebuilt
// libraries and the source of npm's node-llama-cpp; see peers/CMakeLists.txt.
// @ts-check
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { artifacts, must, root, run, say, script, StepError } from './steps.mjs';

const peers = join(artifacts, 'peers');
const source = join(peers, 'llama.cpp');
const build = join(peers, 'build');
const natives = join(peers, 'natives');
const version = '3.22.1';
const programs = ['llama-bench', 'llama-server'];

function requireTools() {
  if (process.platform !== 'linux') {
    throw new StepError(`the peers are built on Linux only, this is ${process.platform}`);
  }
  const missing = ['cmake', 'c++', 'make', 'git', 'tar'].filter((tool) => spawnSync(tool, ['--version']).status !== 0);
  if (missing.length > 0) {
    throw new StepError(`building the peers needs ${missing.join(', ')}: install what is missing and try again`);
  }
}

/**
 * Unpacks one folder of an npm package. The packages are no dependencies: nothing but this script uses them.
 * @param {string} name @param {string} folder inside the package @param {string} destination
 */
function unpack(name, folder, destination) {
  const packed = join(peers, 'packed');
  rmSync(packed, { recursive: true, force: true });
  mkdirSync(packed, { recursive: true });
  say(`Fetching ${name} ${version} from npm …`);
  const quiet = { quiet: true };
  must('npm pack', () => run('npm', ['pack', `${name}@${version}`, '--pack-destination', packed], quiet));
  const [archive] = readdirSync(packed);
  must('unpacking', () => run('tar', ['-xzf', join(packed, archive), '-C', packed, `package/${folder}`], quiet));
  rmSync(destination, { recursive: true, force: true });
  renameSync(join(packed, 'package', folder), destination);
  rmSync(packed, { recursive: true });
}

/** The prebuilt native libraries, and what their file names carry. */
function nativeLibraries() {
  const platform = `linux-${process.arch}`;
  if (!existsSync(natives)) unpack(`@node-llama-cpp/${platform}`, `bins/${platform}`, natives);
  const library = readdirSync(natives).find((name) => /^libllama(\.v[\d.]+)?\.so$/.test(name));
  if (!library) throw new StepError(`${natives} holds no libllama: remove that folder and try again`);
  const { buildOptions } = JSON.parse(readFileSync(join(natives, '_nlcBuildMetadata.json'), 'utf8'));
  return { release: buildOptions.llamaCpp.release, suffix: library.slice('libllama'.length, -'.so'.length) };
}

/** The source of the same release. @param {string} release */
function fetchSource(release) {
  const stamp = join(peers, `source-${release}`);
  if (existsSync(stamp)) return;
  const llama = join(peers, 'llama');
  rmSync(source, { recursive: true, force: true });
  rmSync(build, { recursive: true, force: true });
  unpack('node-llama-cpp', 'llama', llama);
  const found = JSON.parse(readFileSync(join(llama, 'binariesGithubRelease.json'), 'utf8')).release;
  if (found !== release) {
    throw new StepError(`node-llama-cpp ${version} carries llama.cpp ${found}, the native libraries are ${release}`);
  }
  must('cloning', () => run('git', ['clone', '--quiet', join(llama, 'gitRelease.bundle'), source], { quiet: true }));
  rmSync(llama, { recursive: true });
  mkdirSync(stamp);
}

await script(() => {
  requireTools();
  const { release, suffix } = nativeLibraries();
  fetchSource(release);
  const settings = ['-DCMAKE_BUILD_TYPE=Release', `-DLLAMA_DIR=${source}`, `-DNATIVE_DIR=${natives}`];
  must('configuring', () =>
    run('cmake', ['-S', join(root, 'cli', 'npm', 'peers'), '-B', build, ...settings, `-DNATIVE_SUFFIX=${suffix}`], {
      quiet: true,
    }),
  );
  say('Building llama-server and llama-bench, some minutes …');
  const jobs = Math.max(1, availableParallelism());
  must('building the peers', () => run('cmake', ['--build', build, '--parallel', `${jobs}`, '--target', ...programs]));
  // The programs look for the variants of the CPU code beside themselves.
  for (const name of readdirSync(natives).filter((file) => file.startsWith('libggml-cpu-'))) {
    const link = join(build, 'bin', name);
    rmSync(link, { force: true });
    symlinkSync(join(natives, name), link);
  }
  say(`Built: ${programs.map((name) => join(build, 'bin', name)).join(', ')}`);
  return 0;
});
