// `npm run check`: format, lint, build, unit tests: what to run before a commit.
// @ts-check
import { join } from 'node:path';
import { artifacts, run, script, setUp, StepError } from './steps.mjs';
import { formatAndLint } from './lint.mjs';

await script(() => {
  setUp({ extension: true });
  if (run('dotnet', ['build', 'GptOssDev.sln', '-c', 'Release', '-v', 'quiet', '--nologo']) !== 0) {
    throw new StepError('the build failed; what it said stands above');
  }
  const { failed } = formatAndLint();
  const unit = join(artifacts, 'bin', 'Unit', 'release', process.platform === 'win32' ? 'Unit.exe' : 'Unit');
  return run(unit, ['-noLogo']) === 0 && failed.length === 0 ? 0 : 1;
});
