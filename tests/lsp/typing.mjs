// Files of ordinary Python typed key by key from nothing in each server, as in Visual Studio Code: how many words are
// taken from the list, and how many keys are saved.
//   node typing.mjs FASTNODE RELEASE LANGSERVER PYTHON [--only=NAME] [--tell] [--floor=PERCENT] [FILE...]
// --only: of the servers this one; --tell: each list, and each word that was missed. It fails if Fastnode's share of
// words is below --floor.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type } from './typist.mjs';
import { jediServer, languageServer } from './typing_server.mjs';

const [fastnode, release, langserver, python, ...others] = process.argv.slice(2);
const flag = (name) => others.find((one) => one.startsWith(`--${name}=`))?.slice(name.length + 3);
const tells = others.includes('--tell'), only = flag('only'), floor = Number(flag('floor') ?? 0);
const typed = new URL('./typed/', import.meta.url).pathname;
let files = others.filter((one) => !one.startsWith('--'));
if (files.length === 0) files = fs.readdirSync(typed).filter((name) => name.endsWith('.py')).sort().map((name) => path.join(typed, name));

const makers = {
  fastnode: (folder) => languageServer([fastnode, 'lsp', '--model', release, '--deadline', '0', '--cache', 'none'], folder),
  pyright: (folder) => languageServer(['node', langserver, '--stdio'], folder),
  Jedi: (folder) => jediServer(python, folder),
};
const percent = (part, whole) => `${(100 * part / whole).toFixed(1)} %`;
const row = (cells) => console.log(cells.map((cell, i) => (i === 0 ? String(cell).padEnd(30) : String(cell).padStart(i === 1 ? 8 : 14))).join(''));
row(['', 'words', 'taken: first', 'first five', 'saved: first', 'first five', 'Enter takes', 'signs take']);
for (const [name, make] of Object.entries(makers)) {
  if (only !== undefined && only !== name) continue;
  const sum = { 1: {}, 5: {} };
  for (const file of files) {
    const truth = fs.readFileSync(file, 'utf8'), both = {};
    for (const reach of [1, 5]) {
      const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'typing-'));
      const server = await make(folder);
      const tell = tells && reach === 1 ? (what, at, label) => console.log(`  ${what} ${JSON.stringify(truth.slice(truth.lastIndexOf('\n', at - 1) + 1, at))}|${JSON.stringify(truth.slice(at, at + 12))}: ${label}`) : undefined;
      const figures = await type(server, truth, { reach, tell });
      both[reach] = figures;
      for (const [key, value] of Object.entries(figures)) if (typeof value === 'number') sum[reach][key] = (sum[reach][key] ?? 0) + value;
      await server.end();
      fs.rmSync(folder, { recursive: true });
    }
    const cells = (one, five) => [one.words, percent(one.taken, one.words), percent(five.taken, five.words),
      percent(one.characters - one.keys, one.characters), percent(five.characters - five.keys, five.characters), one.enters, one.commits];
    row([`${name}: ${path.basename(file)}`, ...cells(both[1], both[5])]);
    if (tells) console.log('  missed:', both[1].missed.join(' '), '\n  by signs:', both[1].committed);
    if (file === files.at(-1)) row([name, ...cells(sum[1], sum[5])]);
    if (file === files.at(-1) && name === 'fastnode' && 100 * sum[1].taken < floor * sum[1].words) {
      console.error(`typing.mjs: fewer than ${floor} % of the words are taken`);
      process.exitCode = 1;
    }
  }
}
process.exit();
