// Starts the language server `fastnode lsp` for Python files, beside any other server.
import * as vscode from 'vscode';
import { LanguageClient, type LanguageClientOptions, type ServerOptions } from 'vscode-languageclient/node';

import { InlineCompletionItemFeature } from 'vscode-languageclient/lib/common/inlineCompletion';

import { commandOf, type Settings } from './command';

let client: LanguageClient | undefined;

function settings(): Settings {
  const configuration = vscode.workspace.getConfiguration('fastnode');
  return {
    program: configuration.get('program', 'fastnode'),
    model: configuration.get('model', ''),
    python: configuration.get('python', ''),
    deadlineMs: configuration.get('deadlineMs', 50),
    inlineCompletion: configuration.get('inlineCompletion', 'on'),
    autoImport: configuration.get('autoImport', true),
    logFile: configuration.get('logFile', ''),
  };
}

async function start(): Promise<void> {
  const chosen = settings();
  const server: ServerOptions = commandOf(chosen);
  const options: LanguageClientOptions = {
    documentSelector: [{ language: 'python', scheme: 'file' }, { language: 'python', scheme: 'untitled' }],
    initializationOptions: { inlineCompletion: chosen.inlineCompletion, autoImport: chosen.autoImport },
  };
  client = new LanguageClient('fastnode', 'Fastnode', server, options);
  client.registerFeature(new InlineCompletionItemFeature(client));
  try {
    await client.start();
  } catch (error) {
    const choice = await vscode.window.showErrorMessage(
      `Fastnode does not start (${error instanceof Error ? error.message : String(error)}). 'fastnode doctor' says what is missing.`, 'Settings');
    if (choice === 'Settings') await vscode.commands.executeCommand('workbench.action.openSettings', 'fastnode');
  }
}

async function stop(): Promise<void> {
  const running = client;
  client = undefined;
  if (running?.needsStop() === true) await running.stop();
}

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  context.subscriptions.push(
    vscode.commands.registerCommand('fastnode.restart', async () => { await stop(); await start(); }),
    vscode.commands.registerCommand('fastnode.showLog', () => client?.outputChannel.show()),
    vscode.workspace.onDidChangeConfiguration(async (event) => {
      if (event.affectsConfiguration('fastnode')) { await stop(); await start(); }
    }),
  );
  await start();
}

export async function deactivate(): Promise<void> {
  await stop();
}
