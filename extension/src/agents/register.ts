import * as vscode from 'vscode';
import type { Connection } from '../daemon/connection';
import { ChatParticipant } from './participant';
import { VerifyEditTool } from './verifyEditTool';

/** Offers the tool and the chat participant where the editor has these interfaces: its forks may lack one or both. */
export function registerAgents(connection: Connection, icon: vscode.Uri): vscode.Disposable[] {
  const editor: Partial<Pick<typeof vscode, 'lm' | 'chat'>> = vscode;
  const tool =
    typeof editor.lm?.registerTool === 'function'
      ? [editor.lm.registerTool('gptoss_verify_edit', new VerifyEditTool(connection))]
      : [];
  if (typeof editor.chat?.createChatParticipant !== 'function') return tool;
  const participant = editor.chat.createChatParticipant('gptoss.chat', new ChatParticipant(connection).handle);
  participant.iconPath = icon;
  return [...tool, vscode.Disposable.from(participant)];
}
