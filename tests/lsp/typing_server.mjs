// Servers for the typist: a language server over the protocol library of Visual Studio Code's client, introduced as
// that editor introduces itself, and Jedi by a small driver.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
const rpc = createRequire(import.meta.url)('vscode-languageserver-protocol/node');

const kCompletion = {
  contextSupport: true,
  completionItem: {
    snippetSupport: true, commitCharactersSupport: true, documentationFormat: ['markdown', 'plaintext'], deprecatedSupport: true,
    preselectSupport: true, tagSupport: { valueSet: [1] }, insertReplaceSupport: true, labelDetailsSupport: true,
    resolveSupport: { properties: ['documentation', 'detail', 'additionalTextEdits'] }, insertTextModeSupport: { valueSet: [1, 2] },
  },
  completionItemKind: { valueSet: Array.from({ length: 25 }, (_, i) => i + 1) },
  insertTextMode: 2, completionList: { itemDefaults: ['commitCharacters', 'editRange', 'insertTextFormat', 'insertTextMode', 'data'] },
};

export async function languageServer(command, folder, { more = {}, settings = null } = {}) {
  const child = spawn(command[0], command.slice(1), { stdio: ['pipe', 'pipe', 'ignore'] });
  const connection = rpc.createProtocolConnection(new rpc.StreamMessageReader(child.stdout), new rpc.StreamMessageWriter(child.stdin));
  connection.onRequest('workspace/configuration', ({ items }) => items.map(() => null));
  connection.onRequest('client/registerCapability', () => null);
  connection.onRequest('window/workDoneProgress/create', () => null);
  connection.listen();
  const root = pathToFileURL(folder).href;
  const { capabilities } = await connection.sendRequest('initialize', {
    processId: process.pid, rootUri: root, workspaceFolders: [{ uri: root, name: path.basename(folder) }], initializationOptions: settings,
    capabilities: { workspace: { configuration: true, workspaceFolders: true }, textDocument: { completion: kCompletion, synchronization: {}, ...more } },
  });
  connection.sendNotification('initialized', {});
  let text = '', uri = '', version = 1, number = 0;
  const place = (offset) => {
    const before = text.slice(0, offset);
    return { line: before.split('\n').length - 1, character: offset - (before.lastIndexOf('\n') + 1) };
  };
  return {
    closes: true, capabilities, connection, place,
    triggers: capabilities.completionProvider.triggerCharacters ?? [],
    open(name, begun = '') {
      uri = pathToFileURL(path.join(folder, name || `typed_${number += 1}.py`)).href;
      text = begun;
      version = 1;
      connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId: 'python', version, text } });
    },
    close() { connection.sendNotification('textDocument/didClose', { textDocument: { uri } }); },
    change(begin, end, inserted) {
      const range = { start: place(begin), end: place(end) };
      text = text.slice(0, begin) + inserted + text.slice(end);
      connection.sendNotification('textDocument/didChange', { textDocument: { uri, version: version += 1 }, contentChanges: [{ range, text: inserted }] });
    },
    ask(offset, triggerKind = 1, triggerCharacter = undefined) {
      return connection.sendRequest('textDocument/completion', { textDocument: { uri }, position: place(offset), context: { triggerKind, triggerCharacter } });
    },
    request(method, offset, more = {}) { return connection.sendRequest(method, { textDocument: { uri }, position: place(offset), ...more }); },
    text: () => text,
    async end() {
      setTimeout(() => child.kill('SIGKILL'), 5000).unref();
      await Promise.race([connection.sendRequest('shutdown'), new Promise((resolve) => { child.on('exit', resolve); })]);
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = new Promise((resolve) => { child.on('exit', resolve); });
      await connection.sendNotification('exit');
      await ended;
      connection.dispose();
    },
  };
}

const kJedi = `
import jedi, json, sys
project = jedi.Project(sys.argv[1])
for line in sys.stdin:
    path, source, row, column = json.loads(line)
    names = [c.name_with_symbols for c in jedi.Script(source, path=path, project=project).complete(row, column)]
    print(json.dumps(names), flush=True)
`;

// Asked as its language server asks it: after a dot, and when a word begins.
export async function jediServer(python, folder) {
  const child = spawn(python, ['-c', kJedi, folder], { stdio: ['pipe', 'pipe', 'ignore'] });
  const waiting = [];
  createInterface(child.stdout).on('line', (line) => waiting.shift()(JSON.parse(line)));
  let text = '', file = '', number = 0;
  return {
    closes: true, triggers: ['.', "'", '"'],
    open(name) { file = path.join(folder, name || `typed_${number += 1}.py`); text = ''; },
    close() {},
    change(begin, end, inserted) { text = text.slice(0, begin) + inserted + text.slice(end); },
    async ask(offset) {
      const before = text.slice(0, offset);
      const row = before.split('\n').length, column = offset - (before.lastIndexOf('\n') + 1);
      const names = await new Promise((resolve) => { waiting.push(resolve); child.stdin.write(`${JSON.stringify([file, text, row, column])}\n`); });
      // In its order.
      return { isIncomplete: false, items: names.map((label, i) => ({ label, sortText: String(i).padStart(5, '0') })) };
    },
    async end() { child.stdin.end(); child.kill(); },
  };
}
