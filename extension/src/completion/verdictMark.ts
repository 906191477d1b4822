import * as vscode from 'vscode';

/** Marks the line of a suggestion in the gutter with what the compiler said of it, when the user wants to see that. */
export class VerdictMark implements vscode.Disposable {
  private readonly marks: Record<'verified' | 'unverified', vscode.TextEditorDecorationType>;
  private readonly listeners: vscode.Disposable[];

  public constructor(media: vscode.Uri, onDidShow: vscode.Event<{ verdict: string; line: number } | null>) {
    const mark = (file: string): vscode.TextEditorDecorationType =>
      vscode.window.createTextEditorDecorationType({ gutterIconPath: vscode.Uri.joinPath(media, file), gutterIconSize: 'contain' });
    this.marks = { verified: mark('verified.svg'), unverified: mark('unverified.svg') };
    this.listeners = [
      onDidShow((shown) => { this.show(shown); }),
      vscode.window.onDidChangeTextEditorSelection((e) => {
        // The caret leaves the suggestion; while typing the next answer redraws the mark.
        if (e.kind !== vscode.TextEditorSelectionChangeKind.Keyboard) this.clear(e.textEditor);
      }),
    ];
  }

  public dispose(): void {
    for (const disposable of [...this.listeners, ...Object.values(this.marks)]) disposable.dispose();
  }

  private show(shown: { verdict: string; line: number } | null): void {
    const editor = vscode.window.activeTextEditor;
    if (!editor) return;
    this.clear(editor);
    if (!shown || !vscode.workspace.getConfiguration('gptoss.completion').get<boolean>('showVerdict', false)) return;
    const mark = shown.verdict === 'accepted' ? this.marks.verified : this.marks.unverified;
    editor.setDecorations(mark, [new vscode.Range(shown.line, 0, shown.line, 0)]);
  }

  private clear(editor: vscode.TextEditor): void {
    for (const mark of Object.values(this.marks)) editor.setDecorations(mark, []);
  }
}
