// How often what is shown unasked (ghost text) is what was meant, by the threshold: words of held-out files, with nothing,
// one and two letters typed, the rest of the line not written yet.
//   node inline.mjs FASTNODE RELEASE CORPUS PACKAGELIST ROLE [FILES (12)] [WORDS-OF-EACH (40)]
import fs from 'node:fs';
import path from 'node:path';
import { wordsOf } from '../../tests/lsp/typist.mjs';
import { languageServer } from '../../tests/lsp/typing_server.mjs';

const [fastnode, release, corpus, list, role, numFiles = '12', numWords = '40'] = process.argv.slice(2);
const kThresholds = [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95];
let seed = 11;
const random = (n) => { // a linear congruence: the same places each time
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return Math.floor((seed / 4294967296) * n);
};
const projects = fs.readFileSync(list, 'utf8').split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => line.split(/\s+/)).filter((row) => row.slice(1).includes(role)).map((row) => row[0]);
const filesOf = (folder) => fs.readdirSync(folder, { withFileTypes: true, recursive: true })
  .filter((one) => one.isFile() && one.name.endsWith('.py')).map((one) => path.join(one.path, one.name)).sort();
const sums = [0, 1, 2].map(() => kThresholds.map(() => ({ shown: 0, right: 0, letters: 0, whole: 0 })));
const places = [0, 0, 0];
for (let k = 0; k < Number(numFiles); k += 1) {
  const root = path.join(corpus, projects[k % projects.length]);
  const files = filesOf(root).filter((file) => {
    const text = fs.readFileSync(file, 'latin1');
    return text.length > 1500 && text.length < 40000 && /^[\x20-\x7e\n]*$/.test(text);
  });
  if (files.length === 0) continue;
  const file = files[random(files.length)], truth = fs.readFileSync(file, 'utf8'), words = wordsOf(truth);
  const server = await languageServer([fastnode, 'lsp', '--model', release, '--deadline', '0', '--cache', 'none'], root, { more: { inlineCompletion: {} } });
  server.open(path.relative(root, file), truth);
  await new Promise((resolve) => { setTimeout(resolve, 2000); }); // the project is read meanwhile
  let text = truth;
  for (let i = 0; i < Number(numWords); i += 1) {
    const [begin, end] = words[random(words.length)];
    for (let typed = 0; typed <= Math.min(2, end - begin - 1); typed += 1) {
      const at = begin + typed, lineEnd = truth.indexOf('\n', at) < 0 ? truth.length : truth.indexOf('\n', at);
      const wanted = truth.slice(0, at) + truth.slice(lineEnd);
      server.change(0, text.length, wanted);
      text = wanted;
      places[typed] += 1;
      for (const [t, threshold] of kThresholds.entries()) {
        server.connection.sendNotification('workspace/didChangeConfiguration', { settings: { fastnode: { inlineCompletion: threshold } } });
        const { items } = await server.request('textDocument/inlineCompletion', at, { context: { triggerKind: 1 } });
        if (items.length === 0) break; // nor with a higher one
        const { insertText } = items[0], stop = begin + insertText.length;
        const right = truth.startsWith(insertText, begin) && !(/\w$/.test(insertText) && /\w/.test(truth[stop] ?? ''));
        const sum = sums[typed][t];
        sum.shown += 1;
        sum.right += right;
        sum.letters += right ? insertText.length - typed : 0;
        sum.whole += !/^\w+=?$/.test(insertText);
      }
    }
  }
  await server.end();
}
console.log(`${places.join(', ')} places with 0, 1, 2 letters typed`);
console.log('threshold   ' + [0, 1, 2].map((typed) => `${typed} typed: shown  right  letters  whole`.padStart(38)).join(''));
kThresholds.forEach((threshold, t) => {
  const cells = [0, 1, 2].map((typed) => {
    const { shown, right, letters, whole } = sums[typed][t];
    return `${(100 * shown / places[typed]).toFixed(1)} %`.padStart(18) + `${(100 * right / Math.max(1, shown)).toFixed(1)} %`.padStart(8) +
      `${(letters / Math.max(1, right)).toFixed(1)}`.padStart(6) + `${(100 * whole / Math.max(1, shown)).toFixed(0)} %`.padStart(6);
  });
  console.log(String(threshold).padEnd(12) + cells.join(''));
});
process.exit();
