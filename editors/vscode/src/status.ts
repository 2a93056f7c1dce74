// The item in the status bar, while a Python file is shown: whether the server runs, which one, and what can be done.
import * as vscode from 'vscode';

export class Status implements vscode.Disposable {
  private readonly item: vscode.StatusBarItem;
  private readonly watched: vscode.Disposable;

  constructor() {
    this.item = vscode.window.createStatusBarItem('fastnode', vscode.StatusBarAlignment.Right, 90);
    this.item.name = 'Fastnode';
    this.item.command = 'fastnode.showLog';
    this.watched = vscode.window.onDidChangeVisibleTextEditors(() => this.showOrHide());
  }

  starting(): void { this.set('$(loading~spin) Fastnode', 'The server starts.'); }
  ready(version: string, program: string): void { this.set('$(check) Fastnode', `Version ${version}, ${program}`); }
  stopped(): void { this.set('$(circle-slash) Fastnode', 'The server does not run.', true); }
  failed(why: string): void { this.set('$(error) Fastnode', why, true); }

  dispose(): void {
    this.watched.dispose();
    this.item.dispose();
  }

  private set(text: string, what: string, warns = false): void {
    this.item.text = text;
    this.item.backgroundColor = warns ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    const commands = ['[Restart](command:fastnode.restart)', '[Log](command:fastnode.showLog)',
      '[Getting started](command:fastnode.gettingStarted)'];
    const tooltip = new vscode.MarkdownString(`${what}\n\n${commands.join(' · ')}`);
    tooltip.isTrusted = { enabledCommands: ['fastnode.restart', 'fastnode.showLog', 'fastnode.gettingStarted'] };
    this.item.tooltip = tooltip;
    this.showOrHide();
  }

  private showOrHide(): void {
    if (vscode.window.visibleTextEditors.some((editor) => editor.document.languageId === 'python')) this.item.show();
    else this.item.hide();
  }
}
