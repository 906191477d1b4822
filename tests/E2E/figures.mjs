// Figures that a run prints at its end.
// @ts-check
import { appendFileSync, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root, vsix } from './prerequisites.mjs';

/** Notes a figure for the table that the run prints. @param {string} name @param {string} value */
export function figure(name, value) {
  const file = process.env.GPTOSS_E2E_FIGURES;
  if (file) appendFileSync(file, `${JSON.stringify([name, value])}\n`);
}

/** @param {number[]} values @param {number} percent @returns {number} the smallest value that so many are not above */
export function atPercentile(values, percent) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1)] ?? NaN;
}

/** @param {string} file what the tests have noted @returns {string} the table */
export function figuresTable(file) {
  const noted = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').map((line) => JSON.parse(line)) : [];
  const rows = [['lines of TypeScript, generated ones left out', lines()], ['size of the vsix', `${statSync(vsix).size} bytes`], ...noted];
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n');
}

function lines() {
  const folder = join(root, 'extension', 'src');
  const all = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && name !== 'protocol.ts')
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').trimEnd().split('\n'));
  const code = all.filter((line) => !/^\s*($|\/\/|\/?\*)/.test(line));
  return `${code.length} of code, ${all.length} with comments and blank lines`;
}
