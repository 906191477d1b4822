// First step of the extension's npm scripts: puts in place what they are built and checked with, unless it is there.
// @ts-check
import { installPackages, script } from './steps.mjs';

await script(() => {
  installPackages();
  return 0;
});
