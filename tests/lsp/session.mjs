// Sessions with the language server over the protocol library of VS Code's client, on real sources:
// two folders, files renamed and deleted, characters beyond the basic plane, a file of 5 MB, edits
// replayed against a full analysis, damaged messages, and a soak.
//   node session.mjs FASTNODE RELEASE SCRATCH       EDITS (2000), SOAK_SECONDS (15), SEED
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { createRequire } from 'node:module';
const require = createRequire(import.meta.url);
const rpc = require('vscode-languageserver-protocol/node');

const [fastnode, release, scratch] = process.argv.slice(2);
const edits = Number(process.env.EDITS ?? 2000), soakSeconds = Number(process.env.SOAK_SECONDS ?? 15);
let seed = Number(process.env.SEED ?? 7);
const random = (n) => { // a linear congruence: the same session each time
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return Math.floor((seed / 4294967296) * n);
};
let passed = 0;
const check = (holds, what) => {
  if (!holds) { console.error(`session.mjs: FAILED: ${what}`); process.exit(1); }
};
const done = (what) => { passed += 1; console.log(`passed: ${what}`); };
setTimeout(() => check(false, 'not ended in time'), (300 + 3 * soakSeconds) * 1000).unref();

const cache = path.join(scratch, 'cache');
function start(folders, flags = ['--deadline', '0', '--cache', cache]) {
  const child = spawn(fastnode, ['lsp', '--model', release, ...flags], { stdio: ['pipe', 'pipe', 'inherit'] });
  const connection = rpc.createProtocolConnection(
    new rpc.StreamMessageReader(child.stdout), new rpc.StreamMessageWriter(child.stdin));
  connection.onError(([error]) => check(false, `connection: ${error}`));
  connection.listen();
  const ended = new Promise((resolve) => child.on('exit', (code) => resolve(code)));
  const server = { child, connection, ended, progress: [] };
  connection.onRequest('window/workDoneProgress/create', () => null);
  connection.onNotification('$/progress', ({ value }) => { server.progress.push(value); });
  server.ready = connection.sendRequest('initialize', {
    processId: process.pid, rootUri: null, capabilities: { window: { workDoneProgress: true }, textDocument: { completion: { completionItem: { snippetSupport: true, labelDetailsSupport: true } }, hover: { contentFormat: ['markdown'] } } },
    workspaceFolders: folders.map((folder) => ({ uri: pathToFileURL(folder).href, name: path.basename(folder) })),
  });
  return server;
}
async function stop(server) {
  await server.connection.sendRequest('shutdown');
  server.connection.sendNotification('exit');
  check((await server.ended) === 0, 'the server ends well');
}

class Document {
  constructor(server, file, text) {
    this.server = server; this.file = file; this.uri = pathToFileURL(file).href; this.text = text; this.version = 1;
    server.connection.sendNotification('textDocument/didOpen',
      { textDocument: { uri: this.uri, languageId: 'python', version: 1, text } });
  }
  position(offset) {
    const before = this.text.slice(0, offset), line = before.split('\n').length - 1;
    return { line, character: offset - (before.lastIndexOf('\n') + 1) };
  }
  replace(begin, end, inserted) {
    const range = { start: this.position(begin), end: this.position(end) };
    this.text = this.text.slice(0, begin) + inserted + this.text.slice(end);
    this.version += 1;
    this.server.connection.sendNotification('textDocument/didChange',
      { textDocument: { uri: this.uri, version: this.version }, contentChanges: [{ range, text: inserted }] });
  }
  ask(method, offset = this.text.length) {
    return this.server.connection.sendRequest(`textDocument/${method}`,
      { textDocument: { uri: this.uri }, position: this.position(offset) });
  }
  async labels(offset) { return (await this.ask('completion', offset)).items.map((item) => item.label); }
}
const library = ['/usr/lib/python3.11', '/usr/lib/python3.12', '/usr/lib/python3.13'].find((folder) => fs.existsSync(path.join(folder, 'argparse.py')));
const write = (file, text) => { fs.mkdirSync(path.dirname(file), { recursive: true }); fs.writeFileSync(file, text); };

// ---- Two folders, files that come and go ----
const one = path.join(scratch, 'one'), two = path.join(scratch, 'two');
write(path.join(one, 'helper.py'), 'def only_in_one(size, *, deep=False):\n    """Makes one."""\n    return size\n');
write(path.join(two, 'helper.py'), 'def only_in_two():\n    pass\n');
write(path.join(one, '.venv/lib/python3.11/site-packages/installed_thing.py'), 'def from_the_environment():\n    pass\n');
let server = start([one, two]);
const capabilities = (await server.ready).capabilities;
check(capabilities.completionProvider.resolveProvider && capabilities.hoverProvider, 'capabilities');
const main = new Document(server, path.join(one, 'main.py'), 'import helper\nhelper.');
check((await main.labels()).includes('only_in_one'), "the first folder's module");
const other = new Document(server, path.join(two, 'main.py'), 'import helper\nhelper.');
const labels = await other.labels();
check(labels.includes('only_in_two') && !labels.includes('only_in_one'), "the second folder's module, not the first one's");
fs.renameSync(path.join(one, 'helper.py'), path.join(one, 'renamed.py'));
main.replace(0, main.text.length, 'import renamed\nrenamed.');
check((await main.labels()).includes('only_in_one'), 'a renamed module is found under its new name');
fs.rmSync(path.join(two, 'helper.py'));
check(Array.isArray(await other.labels()), 'a deleted module is no error');
done('two folders, a module renamed, one deleted');

// ---- What the analysis knows ----
main.replace(0, main.text.length, 'import renamed\nrenamed.only_in_one(1, )');
const call = main.text.indexOf('only_in');
const hover = await main.ask('hover', call + 3);
check(hover.contents.value.includes('def only_in_one(size, *, deep=False)') && hover.contents.value.includes('Makes one.'), `hover: ${JSON.stringify(hover)}`);
const definition = await main.ask('definition', call + 3);
check(definition.uri.endsWith('/one/renamed.py') && definition.range.start.line === 0 && definition.range.start.character === 4, 'definition');
const help = await main.ask('signatureHelp', main.text.length - 1);
check(help.signatures[0].label.startsWith('only_in_one(size'), `signature help: ${JSON.stringify(help)}`);
main.replace(0, main.text.length, 'import renamed\nrenamed.only');
const item = (await main.ask('completion')).items.find((one) => one.label === 'only_in_one');
const resolved = await server.connection.sendRequest('completionItem/resolve', item);
check(resolved.detail.startsWith('def only_in_one') && resolved.documentation === 'Makes one.', `resolve: ${JSON.stringify(resolved)}`);
// Stubs have no documentation; the system's sources do.
main.replace(0, main.text.length, 'import textwrap\ntextwrap.dedent');
const known = await main.ask('hover', main.text.length - 2);
check(known.contents.value.includes('common leading whitespace'), `documentation of the standard library: ${JSON.stringify(known)}`);
check((await main.ask('definition', main.text.length - 2)).uri.endsWith('/textwrap.py'), 'where it is written');
for (const [text, wanted] of [['import o', 'os'], ['from os import pa', 'path'], ['import os.p', 'path'], ['import ren', 'renamed'],
  ['import installed', 'installed_thing'], ['from installed_thing import ', 'from_the_environment']]) {
  main.replace(0, main.text.length, text);
  check((await main.labels()).includes(wanted), `'${wanted}' after '${text}'`);
}
done('hover, definition, signatures, documentation, imports, packages of the environment');

// ---- Names that have to be imported first ----
write(path.join(one, 'kitchen/__init__.py'), 'from .oven import Oven\n');
write(path.join(one, 'kitchen/oven.py'), 'class Oven:\n    pass\n');
server.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: main.uri, type: 2 }] });
// What can be imported is read in the background: ask until it is there.
async function importOffered(text, label, module) {
  main.replace(0, main.text.length, text);
  for (let asked = 0; asked < 20000; asked += 1) {
    const item = (await main.ask('completion')).items.find((one) => one.label === label && one.labelDetails?.description === module);
    if (item !== undefined) return item;
  }
  return undefined;
}
for (const [text, label, module, inserted] of [
  ['"""Says."""\nimport re\n\nx = Ove', 'Oven', 'kitchen', '\nfrom kitchen import Oven\n'],
  ['x = OrderedD', 'OrderedDict', 'collections', 'from collections import OrderedDict\n\n'],
  ['x = from_the_e', 'from_the_environment', 'installed_thing', 'from installed_thing import from_the_environment\n\n'],
  ['from json import dumps\nx = load', 'loads', 'json', ', loads']]) {
  const found = await importOffered(text, label, module);
  check(found !== undefined, `'${label}' of ${module}`);
  check(found.additionalTextEdits.map((edit) => edit.newText).join('') === inserted, `how it is imported: ${JSON.stringify(found)}`);
}
main.replace(0, main.text.length, 'x = OrderedD');
server.connection.sendNotification('workspace/didChangeConfiguration', { settings: { fastnode: { autoImport: false } } });
check(!(await main.labels()).includes('OrderedDict'), 'no imports where they are switched off');
server.connection.sendNotification('workspace/didChangeConfiguration', { settings: { fastnode: { autoImport: true } } });
check((await main.labels()).includes('OrderedDict'), 'and there they are again');
done('names of the project, its packages and the standard library, with their imports');

// ---- Type, accept, undo; characters beyond the basic plane ----
main.replace(0, main.text.length, 'class A:\n    def __init__(self):\n        self.total = 0\n    def f(self):\n        e = "😀 😀"; self.');
main.replace(main.text.length, main.text.length, 'to');
const total = (await main.ask('completion')).items.find((one) => one.label === 'total');
check(total !== undefined, "'total' behind surrogates");
const line = main.text.split('\n')[4];
check(line.slice(total.textEdit.range.start.character, total.textEdit.range.end.character) === 'to', 'the edit replaces what was typed');
main.replace(main.text.length - 2, main.text.length, total.textEdit.newText);
main.replace(main.text.length - 5, main.text.length, 'to');
check((await main.labels()).includes('total'), 'after it was undone');
done('typed, accepted and undone behind surrogates');

// ---- Text unasked ----
check(capabilities.inlineCompletionProvider === undefined, 'a client that cannot show it is not told of text unasked');
main.replace(0, main.text.length, 'import os\n\n\ndef f(a):\n    os.getc');
const unasked = async (setting, offset) => {
  server.connection.sendNotification('workspace/didChangeConfiguration', { settings: { fastnode: { inlineCompletion: setting } } });
  return (await main.ask('inlineCompletion', offset)).items;
};
const [ghost] = await unasked(0);
check(ghost?.insertText.startsWith('os.getc'.slice(3)), `text unasked: ${JSON.stringify(ghost)}`);
check(ghost.range.start.character === 7 && ghost.range.end.character === 11, 'it stands for what was typed');
check((await unasked('off')).length === 0 && (await unasked(1)).length === 0, 'switched off, or never sure, it is not there');
check((await unasked(0, main.text.length - 2)).length === 0, 'nor where the line goes on');
done('text unasked');

// ---- A notebook: cells are one text ----
check(capabilities.notebookDocumentSync.notebookSelector[0].cells[0].language === 'python', 'notebooks are announced');
const book = pathToFileURL(path.join(one, 'book.ipynb')).href, cellUri = (name) => `vscode-notebook-cell:${path.join(one, 'book.ipynb')}#${name}`;
const cellOf = (name) => ({ kind: 2, document: cellUri(name) });
const textOf = (name, text) => ({ uri: cellUri(name), languageId: 'python', version: 1, text });
const inCell = async (name, line, character) => (await server.connection.sendRequest('textDocument/completion', { textDocument: { uri: cellUri(name) }, position: { line, character } }));
server.connection.sendNotification('notebookDocument/didOpen', {
  notebookDocument: { uri: book, notebookType: 'jupyter-notebook', version: 1, cells: [cellOf('a'), cellOf('b')] },
  cellTextDocuments: [textOf('a', '%matplotlib inline\nimport renamed\nfiles = !ls'), textOf('b', 'x = 1\nrenamed.')],
});
let inBook = await inCell('b', 1, 8);
check(inBook.items[0].label === 'only_in_one', `a cell knows those before it: ${JSON.stringify(inBook.items[0])}`);
check(inBook.items[0].textEdit.range.start.line === 1 && inBook.items[0].data.uri === cellUri('b'), 'an item is about its cell');
const fromCell = await server.connection.sendRequest('completionItem/resolve', inBook.items[0]);
check(fromCell.detail.startsWith('def only_in_one') && fromCell.textEdit.range.start.line === 1, `resolved: ${JSON.stringify(fromCell)}`);
server.connection.sendNotification('notebookDocument/didChange', {
  notebookDocument: { uri: book, version: 2 },
  change: { cells: {
    structure: { array: { start: 0, deleteCount: 0, cells: [cellOf('c')] }, didOpen: [textOf('c', 'class Paper:\n    def fold(self): ...\n')] },
    textContent: [{ document: { uri: cellUri('b'), version: 2 }, changes: [{ range: { start: { line: 1, character: 0 }, end: { line: 1, character: 8 } }, text: 'Paper().' }] }],
  } },
});
inBook = await inCell('b', 1, 8);
// The first place is the model's, and here it has learnt next to nothing.
check(inBook.items.some((item) => item.label === 'fold'), `a cell that was put before it: ${JSON.stringify(inBook.items[0])}`);
const defined = await server.connection.sendRequest('textDocument/definition', { textDocument: { uri: cellUri('b') }, position: { line: 1, character: 2 } });
check(defined.uri === cellUri('c') && defined.range.start.line === 0, `defined in another cell: ${JSON.stringify(defined)}`);
check((await inCell('a', 0, 3)) === null, 'a magic is not completed');
server.connection.sendNotification('notebookDocument/didClose', { notebookDocument: { uri: book }, cellTextDocuments: ['a', 'b', 'c'].map((name) => ({ uri: cellUri(name) })) });
done('a notebook');

// ---- 5 MB ----
const big = new Document(server, path.join(one, 'big.py'), 'value.first\n' + 'x = value.second + 1\n'.repeat(250000) + 'value.');
let begin = performance.now();
check((await big.labels()).includes('second'), 'a file of 5 MB');
check(performance.now() - begin < 5000, 'a file of 5 MB in time');
done('a file of 5 MB is answered');
await stop(server);

// ---- A project of some size: read in the background, kept on disk, read again when a file is saved ----
const project = path.join(scratch, 'project');
fs.mkdirSync(project);
for (const name of fs.readdirSync(library)) {
  if (!/^[a-z]\w*\.py$/.test(name)) continue;
  // So many that reading them takes long enough to be told of, on a fast machine, too.
  for (const copy of [1, 2, 3, 4]) fs.copyFileSync(path.join(library, name), path.join(project, `copy_${copy}_of_${name}`));
}
write(path.join(project, 'far.py'), 'thing.seldom_said()\n');
async function opened(flags) {
  server = start([project], flags);
  await server.ready;
  return new Document(server, path.join(project, 'main.py'), 'thing.seldom');
}
const comes = async (document, name) => {
  for (const limit = performance.now() + 60000; performance.now() < limit; await new Promise((resolve) => setTimeout(resolve, 20))) {
    if ((await document.labels()).includes(name)) return;
  }
  check(false, `'${name}' of the project is never offered`);
};
const kept = ['--deadline', '0', '--cache', path.join(scratch, 'project-cache')];
// Killed while it reads: what it kept by then is whole.
for (const wait of [150, 500, 900]) {
  await opened(kept);
  await new Promise((resolve) => setTimeout(resolve, wait));
  server.child.kill('SIGKILL');
  await server.ended;
}
const reading = {}, offered = {};
for (const [how, flags] of [['none', ['--deadline', '0', '--cache', 'none']], ['first', kept], ['again', kept]]) {
  begin = performance.now();
  const document = await opened(flags);
  await comes(document, 'seldom_said');
  reading[how] = performance.now() - begin;
  document.replace(0, document.text.length, 'import os\nthing.se');
  offered[how] = JSON.stringify(await document.labels());
  check(offered[how] === offered.none, `with a cache other names are offered: ${offered[how]} ${offered.none}`);
  if (how === 'none') {
    check(server.progress[0]?.kind === 'begin' && server.progress.at(-1)?.kind === 'end', `progress: ${JSON.stringify(server.progress)}`);
  }
  if (how === 'again') {
    write(path.join(project, 'near.py'), 'thing.seldom_written()\n');
    server.connection.sendNotification('textDocument/didSave', { textDocument: { uri: pathToFileURL(path.join(project, 'near.py')).href } });
    document.replace(0, document.text.length, 'thing.seldom');
    await comes(document, 'seldom_written');
  }
  await stop(server);
}
done(`a project is read in the background: ${reading.none.toFixed(0)} ms, ${reading.first.toFixed(0)} ms after three kills, ${reading.again.toFixed(0)} ms out of the cache; again when a file is saved`);

// ---- Edits against a full analysis ----
// Another program reads each text as a whole, and must say the same.
const sources = ['argparse.py', 'ast.py', 'shutil.py'].map((name) => path.join(library ?? '', name)).filter((file) => fs.existsSync(file));
check(sources.length > 0, "the standard library's sources, to edit them");
const complete = spawn(fastnode, ['complete', '--model', release, '--max', '100'], { stdio: ['pipe', 'pipe', 'inherit'] });
let received = '';
const waiting = [];
complete.stdout.on('data', (data) => {
  received += data;
  for (let end; (end = received.indexOf('\n')) >= 0; received = received.slice(end + 1)) waiting.shift()(JSON.parse(received.slice(0, end)));
});
const whole = (file, text, offset) => new Promise((resolve) => {
  waiting.push(resolve);
  complete.stdin.write(JSON.stringify({ path: file, source: text, offset: Buffer.byteLength(text.slice(0, offset)) }) + '\n');
});
// Without packages, like the other program.
const empty = path.join(scratch, 'empty');
fs.mkdirSync(path.join(empty, 'lib/python3.11/site-packages'), { recursive: true });
server = start([], ['--deadline', '0', '--cache', 'none', '--python', path.join(empty, 'bin/python')]);
await server.ready;
const words = ['self.', '.', 'x = ', '(', ')', '\n', '    ', 'name', ', ', '"', '#', ':', 'import ', '[', ']', 'é', '😀', 'def f(a):\n'];
let compared = 0;
const documents = sources.map((file, i) => new Document(server, `/nowhere/${i}/${path.basename(file)}`, fs.readFileSync(file, 'utf8')));
for (let i = 0; i < edits; i += 1) {
  const document = documents[random(documents.length)];
  let at = random(document.text.length);
  if (document.text.charCodeAt(at) >= 0xDC00 && document.text.charCodeAt(at) < 0xE000) at -= 1;
  if (random(3) === 0) {
    let end = Math.min(at + random(12), document.text.length);
    if (document.text.charCodeAt(end) >= 0xDC00 && document.text.charCodeAt(end) < 0xE000) end += 1;
    document.replace(at, end, '');
  } else {
    document.replace(at, at, words[random(words.length)]);
  }
  if (i % 20 !== 0) continue;
  // Somewhere after a dot, and a letter later.
  const dots = [...document.text.matchAll(/[a-z_]\.(?=[a-z_])/g)];
  if (dots.length === 0) continue;
  const dot = dots[random(dots.length)].index + 2;
  for (const offset of [dot, dot + 1]) {
    const [answer, expected] = await Promise.all([document.ask('completion', offset), whole(document.file, document.text, offset)]);
    const typed = document.text.slice(dot, offset); // what is spelled like it is offered only if it is likely
    const names = answer.items.map((one) => one.label);
    const wanted = expected.candidates.filter((one, k) => k === 0 || one.kind !== 'attribute' || one.text !== typed).map((one) => one.text);
    check(JSON.stringify(names) === JSON.stringify(wanted), `after ${i} edits, ${document.uri} at ${offset}:\n${names.slice(0, 5)}\n${wanted.slice(0, 5)}`);
    compared += 1;
  }
}
// Lists of every kind.
for (const [kind, text] of Object.entries({
  attribute: 'import os\nos.', name: 'def f(size):\n    return si', word: 'for x in y:\n    con', operand: 'x = 1\ny = x i', argument: 'def f(size, deep=1): ...\nf(',
  keyword: 'def f(size, deep=1): ...\nf(1, de', module: 'import os, te', imported: 'from os import pa', key: 'd = {"one": 1}\nd["', literal: 'open("a", "',
  override: 'class A:\n    def go(self): ...\nclass B(A):\n    def ', pattern: 'class A: ...\nmatch x:\n    case A', text: 'x = "some wo', behind: 'f("some")\n"a"', made: 'def fo',
})) {
  const document = new Document(server, `/nowhere/kinds/${kind}.py`, text);
  const [answer, expected] = await Promise.all([document.ask('completion'), whole(document.file, text, text.length)]);
  const names = answer.items.filter((one) => one.kind !== 15).map((one) => one.label), wanted = expected.candidates.map((one) => one.text);
  check(JSON.stringify(names) === JSON.stringify(wanted), `a list of kind ${kind}: ${names.slice(0, 5)}; the other program: ${wanted.slice(0, 5)}`);
  if (!['text', 'behind', 'made'].includes(kind)) check(names.length > 0, `a list of kind ${kind} is empty`);
}
complete.stdin.end();
done(`${edits} edits of ${documents.length} sources: ${compared} answers are those of a full analysis`);
await stop(server);

// ---- Damaged messages ----
server = start([]);
await server.ready;
const raw = (text) => server.child.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
const valid = JSON.stringify({ jsonrpc: '2.0', method: 'textDocument/didChange', params: { textDocument: { uri: 'file:///a.py', version: 2 },
  contentChanges: [{ range: { start: { line: 0, character: 1 }, end: { line: 0, character: 2 } }, text: 'x' }] } });
for (let i = 0; i < 2000; i += 1) {
  const bytes = [...valid];
  for (let k = random(6); k >= 0; k -= 1) bytes[random(bytes.length)] = ['{', '}', '"', '[', '9', '-', '\\', '', 'null', '\u0000'][random(10)];
  raw(bytes.join(''));
  if (i % 50 === 0) raw(JSON.stringify({ jsonrpc: '2.0', id: `f${i}`, method: ['textDocument/completion', 'textDocument/hover', 'initialize', 'x', 'completionItem/resolve'][random(5)],
    params: [null, 3, [], { textDocument: 5 }, { textDocument: { uri: 'file:///a.py' }, position: { line: -1, character: 1e300 } }][random(5)] }));
}
const after = new Document(server, '/nowhere/after.py', 'import os\nos.');
check((await after.labels()).length > 0, 'after 2,000 damaged messages it answers');
done('2,000 damaged messages');
await stop(server);

// ---- Soak ----
const resident = () => Number(/VmRSS:\s+(\d+)/.exec(fs.readFileSync(`/proc/${server.child.pid}/status`, 'utf8'))[1]) / 1024;
server = start([], ['--cache', cache]);
await server.ready;
const open = Array.from({ length: 20 }, (_, i) => new Document(server, `/nowhere/soak${i}/f.py`, fs.readFileSync(sources[i % sources.length], 'utf8')));
const until = performance.now() + soakSeconds * 1000, times = [];
let half = 0, keys = 0;
while (performance.now() < until) {
  const document = open[random(open.length)];
  const dots = [...document.text.matchAll(/[a-z_]\.([a-z_]{3,})/g)];
  const [match, name] = dots[random(dots.length)];
  const at = dots.find((one) => one[0] === match).index + 2;
  document.replace(at, at + name.length, '');
  for (let typed = 0; typed <= 2; typed += 1) {
    if (typed > 0) document.replace(at + typed - 1, at + typed - 1, name[typed - 1]);
    begin = performance.now();
    await document.ask('completion', at + typed);
    times.push(performance.now() - begin);
    keys += 1;
  }
  document.replace(at + 2, at + 2, name.slice(2));
  if (half === 0 && performance.now() > until - soakSeconds * 500) half = resident();
}
const end = resident();
times.sort((a, b) => a - b);
console.log(`soak: ${keys} keys in ${soakSeconds} s, p50 ${times[times.length >> 1].toFixed(1)} ms, p99 ${times[Math.floor(times.length * 0.99)].toFixed(1)} ms, memory ${half.toFixed(0)} MB halfway, ${end.toFixed(0)} MB at the end`);
check(end < 400 && end < half * 1.2 + 20, `memory grows from ${half} to ${end} MB`);
await stop(server);
done('a soak of 20 documents');
console.log(`session.mjs: ${passed} passed`);
process.exit(0);
