// The language server ranks as validation says it does: the same rank at the sites of a validation. They differ
// in one thing: files above 300 KB are not in the store, but the server takes types from them.
//   node quality.mjs FASTNODE RELEASE SITES CORPUS SCRATCH [COUNT]
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { createRequire } from 'node:module';
const rpc = createRequire(import.meta.url)('vscode-languageserver-protocol/node');

const [fastnode, release, sitesFile, corpus, scratch, count = '300'] = process.argv.slice(2);
const fail = (what) => { console.error(`quality.mjs: FAILED: ${what}`); process.exit(1); };
setTimeout(() => fail('not ended in time'), 500_000).unref();
// Validation knows no packages except the library.
const empty = path.join(scratch, 'no-packages');
fs.mkdirSync(path.join(empty, 'lib/python3.11/site-packages'), { recursive: true });

const sites = fs.readFileSync(sitesFile, 'utf8').trim().split('\n').map((line) => JSON.parse(line));
const step = Math.max(1, Math.floor(sites.length / Number(count)));
const byProject = new Map();
sites.filter((_, i) => i % step === 0).forEach((site) => {
  byProject.set(site.project, [...(byProject.get(site.project) ?? []), site]);
});
let compared = 0, first = 0, five = 0;
const others = [];
for (const [project, asked] of byProject) {
  const root = path.resolve(corpus, project);
  const child = spawn(fastnode, ['lsp', '--model', release, '--deadline', '0', '--python', path.join(empty, 'bin/python')],
    { stdio: ['pipe', 'pipe', 'inherit'] });
  const connection = rpc.createProtocolConnection(new rpc.StreamMessageReader(child.stdout), new rpc.StreamMessageWriter(child.stdin));
  connection.listen();
  await connection.sendRequest('initialize', { processId: null, rootUri: pathToFileURL(root).href, capabilities: { general: { positionEncodings: ['utf-8'] } } });
  let known = false;
  for (const site of asked) {
    // `path` begins with the project's name, or stands below it.
    const file = [path.join(corpus, site.path), path.join(root, site.path)].map((name) => path.resolve(name)).find((name) => fs.existsSync(name));
    if (file === undefined) fail(`${site.path} is not there`);
    const text = fs.readFileSync(file);
    const before = text.subarray(0, site.offset), after = [];
    let at = site.offset;
    for (const [begin, end] of site.gone) {
      after.push(text.subarray(at, begin));
      at = end;
    }
    after.push(text.subarray(at));
    const uri = pathToFileURL(file).href;
    connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId: 'python', version: 1, text: Buffer.concat([before, ...after]).toString() } });
    const lines = before.toString('latin1').split(/\r\n|\r|\n/);
    const position = { line: lines.length - 1, character: lines.at(-1).length };
    const ask = async () => (await connection.sendRequest('textDocument/completion', { textDocument: { uri }, position })).items.map((item) => item.label);
    let labels = await ask();
    if (!known) { // the project is read meanwhile
      await new Promise((resolve) => { setTimeout(resolve, 3000); });
      labels = await ask();
      known = true;
    }
    const rank = labels.indexOf(site.expected);
    // Validation looks further than an editor's list goes.
    const wanted = site.ranks.model >= 100 ? -1 : site.ranks.model;
    if (rank !== wanted) others.push(`${site.path} at ${site.offset}: '${site.expected}' has rank ${rank}, in the validation ${wanted}`);
    compared += 1;
    first += (rank === 0) - (wanted === 0);
    five += (rank >= 0 && rank < 5) - (wanted >= 0 && wanted < 5);
    connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
  }
  await connection.sendRequest('shutdown');
  connection.dispose();
  child.kill('SIGKILL');
}
others.forEach((other) => console.log(other));
console.log(`quality.mjs: ${compared - others.length} of ${compared} sites of ${byProject.size} projects have the rank of the validation; right first ${first} more, right among five ${five} more`);
if (others.length > 0.03 * compared || Math.abs(first) > 0.01 * compared + 1 || Math.abs(five) > 0.01 * compared + 1) fail('the server is not what was validated');
process.exit(0);
