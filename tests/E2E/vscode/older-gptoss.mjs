#!/usr/bin/env node
// gptoss as it is, but that it calls itself version 0.0.9 when a client connects.
// @ts-check
import { spawn } from 'node:child_process';
import { program } from '../prerequisites.mjs';

const child = spawn(program, process.argv.slice(2), { stdio: ['inherit', 'pipe', 'inherit'] });
child.stdout.on('data', (/** @type {Buffer} */ chunk) => {
  // As many characters, so that the message's length stays true.
  process.stdout.write(chunk.toString('latin1').replace(/"version":"\d\.\d\.\d/, '"version":"0.0.9'), 'latin1');
});
child.on('exit', (code) => (process.exitCode = code ?? 1));
