import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import * as vscode from 'vscode';

const fileName = process.platform === 'win32' ? 'gptoss.exe' : 'gptoss';

/**
 * Finds the `gptoss` program: the setting, then a build in a trusted workspace (of this product's own sources), then PATH.
 * @returns null when there is none
 */
export async function findProgram(): Promise<string | null> {
  const configured = vscode.workspace.getConfiguration('gptoss').get<string>('path', '').trim();
  if (configured !== '') return (await isExecutable(configured)) ? configured : null;
  for (const candidate of candidates()) {
    if (await isExecutable(candidate)) return candidate;
  }
  return null;
}

function* candidates(): Generator<string> {
  // A program that lies in a repository runs only where the user trusts the repository.
  if (vscode.workspace.isTrusted) {
    for (const folder of vscode.workspace.workspaceFolders ?? []) {
      if (folder.uri.scheme === 'file') yield join(folder.uri.fsPath, 'artifacts', 'gptoss', fileName);
    }
  }
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    if (isAbsolute(folder)) yield join(folder, fileName);
  }
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
