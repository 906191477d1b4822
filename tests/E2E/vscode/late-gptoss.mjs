#!/usr/bin/env node
// gptoss as it is, but that an editor gets its connection when the file "connect" is in the workspace.
// @ts-check
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { program } from '../prerequisites.mjs';

const args = process.argv.slice(2);
while (args[0] === 'lsp' && !existsSync('connect')) await setTimeout(100);
spawn(program, args, { stdio: 'inherit' }).on('exit', (code) => (process.exitCode = code ?? 1));
