// Starts the language server `fastnode lsp` for Python files, beside any other server.
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { LanguageClient, State, type LanguageClientOptions, type ServerOptions } from 'vscode-languageclient/node';

import { InlineCompletionItemFeature } from 'vscode-languageclient/lib/common/inlineCompletion';

import { commandOf, type Settings } from './command';
import { Status } from './status';

let client: LanguageClient | undefined;
let status: Status;
let log: vscode.OutputChannel; // of all servers, one after another
let inside: string | undefined; // the program in the extension

function settings(): Settings {
  const configuration = vscode.workspace.getConfiguration('fastnode');
  return {
    program: configuration.get('program', ''),
    model: configuration.get('model', ''),
    python: configuration.get('python', ''),
    deadlineMs: configuration.get('deadlineMs', 50),
    inlineCompletion: configuration.get('inlineCompletion', 'on'),
    autoImport: configuration.get('autoImport', true),
    logFile: configuration.get('logFile', ''),
  };
}

// The program that came with the extension. Who unpacks it with another tool may lose that it can be run.
function programInside(folder: string): string | undefined {
  const program = path.join(folder, 'program', 'bin', 'fastnode');
  if (!fs.existsSync(program)) return undefined;
  try {
    fs.accessSync(program, fs.constants.X_OK);
  } catch {
    try { fs.chmodSync(program, 0o755); } catch { return undefined; }
  }
  return program;
}

async function start(): Promise<void> {
  const chosen = settings();
  const server = commandOf(chosen, inside);
  const options: LanguageClientOptions = {
    documentSelector: [{ language: 'python', scheme: 'file' }, { language: 'python', scheme: 'untitled' }],
    initializationOptions: { inlineCompletion: chosen.inlineCompletion, autoImport: chosen.autoImport },
    outputChannel: log,
  };
  status.starting();
  log.appendLine(`starting ${[server.command, ...server.args].join(' ')}`);
  const started = new LanguageClient('fastnode', 'Fastnode', server satisfies ServerOptions, options);
  client = started;
  started.registerFeature(new InlineCompletionItemFeature(started));
  started.onDidChangeState((change) => {
    if (client !== started) return; // one that was stopped for another
    if (change.newState === State.Stopped) status.stopped();
    if (change.newState === State.Running) {
      const version = started.initializeResult?.serverInfo?.version ?? 'not said';
      log.appendLine(`running: version ${version}`);
      status.ready(version, server.command === inside ? 'the program in the extension' : `\`${server.command}\``);
    }
  });
  try {
    await started.start();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    log.appendLine(`not started: ${why}`);
    status.failed(`The server does not start: ${why}`);
    const choice = await vscode.window.showErrorMessage(
      `Fastnode does not start (${why}). 'fastnode doctor' says what is missing.`, 'Settings', 'Log');
    if (choice === 'Settings') await vscode.commands.executeCommand('workbench.action.openSettings', 'fastnode');
    if (choice === 'Log') log.show();
  }
}

async function stop(): Promise<void> {
  const running = client;
  client = undefined;
  if (running?.needsStop() === true) await running.stop();
}

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  inside = programInside(context.extensionPath);
  status = new Status();
  log = vscode.window.createOutputChannel('Fastnode');
  context.subscriptions.push(
    status,
    log,
    vscode.commands.registerCommand('fastnode.restart', async () => { await stop(); await start(); }),
    vscode.commands.registerCommand('fastnode.showLog', () => { log.show(); }),
    vscode.commands.registerCommand('fastnode.gettingStarted', () =>
      vscode.commands.executeCommand('workbench.action.openWalkthrough', `${context.extension.id}#start`)),
    vscode.workspace.onDidChangeConfiguration(async (event) => {
      if (event.affectsConfiguration('fastnode')) { await stop(); await start(); }
    }),
  );
  // Not waited for: the commands are there while the server starts, and an error message waits for nobody.
  void start();
}

export async function deactivate(): Promise<void> {
  await stop();
}
