// `npm run bench -- NAME [--json FILE]`: one benchmark of tests/Bench.
// @ts-check
import { join } from 'node:path';
import { attach, artifacts, run, script, setUp, StepError } from './steps.mjs';

await script(() => {
  setUp();
  if (run('dotnet', ['build', 'tests/Bench', '-c', 'Release', '-v', 'quiet', '--nologo']) !== 0) {
    throw new StepError('the build failed; what it said stands above');
  }
  const bench = join(artifacts, 'bin', 'Bench', 'release', process.platform === 'win32' ? 'Bench.exe' : 'Bench');
  return attach(bench, process.argv.slice(2));
});
