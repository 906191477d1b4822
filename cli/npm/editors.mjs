// The tests of editors: the VS Code extension's parts under node, clients that we did not write, and a real VS Code.
// @ts-check
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { whatIsMissing } from '../../tests/E2E/prerequisites.mjs';
import { artifacts, root, run, say } from './steps.mjs';

/** @typedef {{ passed: number, failed: string[], skipped: number }} Counts of what failed, its name and why */

/**
 * Runs a script that writes a report of node's test runner, and reads that.
 * @param {string} name
 * @param {string} command
 * @param {string[]} args
 * @returns {Counts}
 */
function counted(name, command, args) {
  const report = join(artifacts, 'tests', `${name}.json`);
  mkdirSync(join(artifacts, 'tests'), { recursive: true });
  rmSync(report, { force: true });
  const code = run(command, args, { env: { GPTOSS_TEST_REPORT: report } });
  if (!existsSync(report)) {
    return { passed: 0, failed: [`${name} ended with exit code ${code} and wrote no report`], skipped: 0 };
  }
  /** @type {Counts} */
  const { passed, failed, skipped } = JSON.parse(readFileSync(report, 'utf8'));
  // What fails outside a test is a failure too.
  const outside = code !== 0 && failed.length === 0 ? [`${name} ended with exit code ${code}`] : [];
  return { passed, failed: [...failed, ...outside], skipped };
}

export function runExtensionTests() {
  say('\n== Extension');
  return counted('Extension', 'npm', ['test', '--silent', '-w', 'extension']);
}

export function runClientTests() {
  say('\n== Clients');
  return counted('Clients', process.execPath, [join(root, 'tests', 'E2E', 'clients', 'run.mjs')]);
}

export function runEditorTests() {
  say('\n== E2E');
  const missing = whatIsMissing();
  if (missing) {
    say(`skipped: E2E: ${missing}`);
    return { passed: 0, failed: [], skipped: 1 };
  }
  return counted('E2E', process.execPath, [join(root, 'tests', 'E2E', 'run.mjs')]);
}
