// `npm run bench:peers`: builds llama.cpp's own programs, which the engine is measured against, into artifacts/peers.
// They run on the native libraries of our own npm package; see peers/CMakeLists.txt.
// @ts-check
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { artifacts, installPackages, must, root, run, say, script, StepError } from './steps.mjs';

const peers = join(artifacts, 'peers');
const source = join(peers, 'llama.cpp');
const build = join(peers, 'build');
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

/** Folder of the native libraries that the product runs, and what their file names carry. */
function nativeLibraries() {
  const platform = `linux-${process.arch}`;
  const folder = join(root, 'node_modules', '@node-llama-cpp', platform, 'bins', platform);
  const library = existsSync(folder) && readdirSync(folder).find((name) => /^libllama(\.v[\d.]+)?\.so$/.test(name));
  if (!library) throw new StepError(`${folder} holds no libllama: run npm ci`);
  return { folder, suffix: library.slice('libllama'.length, -'.so'.length) };
}

/** The source of llama.cpp travels in the npm package that our native libraries come from. @param {string} release */
function fetchSource(release) {
  const stamp = join(peers, `source-${release}`);
  if (existsSync(stamp)) return;
  const { optionalDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const version = optionalDependencies['@node-llama-cpp/linux-x64'];
  rmSync(peers, { recursive: true, force: true });
  mkdirSync(peers, { recursive: true });
  say(`Fetching llama.cpp's source (npm's node-llama-cpp ${version}) …`);
  const quiet = { quiet: true };
  must('npm pack', () => run('npm', ['pack', `node-llama-cpp@${version}`, '--pack-destination', peers], quiet));
  const packed = join(peers, `node-llama-cpp-${version}.tgz`);
  must('unpacking', () => run('tar', ['-xzf', packed, '-C', peers, 'package/llama'], quiet));
  const llama = join(peers, 'package', 'llama');
  const found = JSON.parse(readFileSync(join(llama, 'binariesGithubRelease.json'), 'utf8')).release;
  if (found !== release) {
    throw new StepError(`node-llama-cpp ${version} carries llama.cpp ${found}, the native libraries are ${release}`);
  }
  must('cloning', () => run('git', ['clone', '--quiet', join(llama, 'gitRelease.bundle'), source], quiet));
  mkdirSync(stamp);
  rmSync(packed);
  rmSync(join(peers, 'package'), { recursive: true });
}

await script(() => {
  requireTools();
  installPackages();
  const { folder, suffix } = nativeLibraries();
  const { buildOptions } = JSON.parse(readFileSync(join(folder, '_nlcBuildMetadata.json'), 'utf8'));
  fetchSource(buildOptions.llamaCpp.release);
  const settings = ['-DCMAKE_BUILD_TYPE=Release', `-DLLAMA_DIR=${source}`, `-DNATIVE_DIR=${folder}`];
  must('configuring', () =>
    run('cmake', ['-S', join(root, 'cli', 'npm', 'peers'), '-B', build, ...settings, `-DNATIVE_SUFFIX=${suffix}`], {
      quiet: true,
    }),
  );
  say('Building llama-server and llama-bench, some minutes …');
  const jobs = Math.max(1, availableParallelism());
  must('building the peers', () => run('cmake', ['--build', build, '--parallel', `${jobs}`, '--target', ...programs]));
  // The programs look for the variants of the CPU code beside themselves.
  for (const name of readdirSync(folder).filter((file) => file.startsWith('libggml-cpu-'))) {
    const link = join(build, 'bin', name);
    rmSync(link, { force: true });
    symlinkSync(join(folder, name), link);
  }
  say(`Built: ${programs.map((name) => join(build, 'bin', name)).join(', ')}`);
  return 0;
});
