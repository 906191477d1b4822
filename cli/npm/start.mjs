// `npm start`: set up, then `gptoss demo`; `npm start -- ARGS` runs `gptoss ARGS`.
// @ts-check
import { attach, program, script, setUp } from './steps.mjs';

await script(() => {
  setUp();
  const args = process.argv.slice(2);
  return attach(program, args.length > 0 ? args : ['demo']);
});
