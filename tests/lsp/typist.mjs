// Types a Python text from nothing, key by key, as somebody would in Visual Studio Code, and takes from the list what
// is on it. The editor's side is played here: when it asks, what it closes by itself, what it shows, and which keys
// take an item although they were meant to type something (Enter, commit characters).
import { readItems, shown } from './editor_list.mjs';

const isWord = (c) => c !== undefined && /[\p{L}\p{N}_]/u.test(c);
const kClosers = { '(': ')', '[': ']', '{': '}', '"': '"', "'": "'" };

// Where each character of a Python text stands: 'code', 'string' or 'comment'. What stands in the braces of an
// f-string is code.
export function regions(text) {
  const kinds = new Array(text.length + 1).fill('code');
  const open = []; // strings that are open, and braces of f-strings in them
  for (let i = 0; i < text.length;) {
    const inside = open.at(-1);
    if (inside?.quote !== undefined) {
      if (text.startsWith(inside.quote, i)) {
        kinds.fill('string', i, i + inside.quote.length);
        i += inside.quote.length;
        open.pop();
      } else if (inside.f && text[i] === '{' && text[i + 1] !== '{') {
        open.push({ depth: 0 });
        kinds[i] = 'string';
        i += 1;
      } else {
        const length = text[i] === '\\' || text.startsWith('{{', i) ? 2 : 1;
        kinds.fill('string', i, i + length);
        i += length;
      }
      continue;
    }
    if (text[i] === '#') {
      const end = text.indexOf('\n', i) < 0 ? text.length : text.indexOf('\n', i);
      kinds.fill('comment', i, end);
      i = end;
      continue;
    }
    if (inside !== undefined) {
      if ('([{'.includes(text[i])) inside.depth += 1;
      if (')]}'.includes(text[i])) {
        if (inside.depth === 0) { open.pop(); kinds[i] = 'string'; i += 1; continue; }
        inside.depth -= 1;
      }
      if (text[i] === ':' && inside.depth === 0) { // a format
        const end = text.indexOf('}', i);
        kinds.fill('string', i, end + 1);
        i = end + 1;
        open.pop();
        continue;
      }
    }
    const string = /^([a-zA-Z]{0,2})("""|'''|"|')/.exec(text.slice(i, i + 5));
    if (string !== null && !isWord(text[i - 1])) {
      kinds.fill('string', i, i + string[0].length);
      open.push({ quote: string[2], f: /f/i.test(string[1]) });
      i += string[0].length;
      continue;
    }
    i += 1;
  }
  return kinds;
}

// The words of the code: [begin, end).
export function wordsOf(text) {
  const kinds = regions(text);
  return [...text.matchAll(/[\p{L}_][\p{L}\p{N}_]*/gu)].map((match) => [match.index, match.index + match[0].length])
    .filter(([begin]) => kinds[begin] === 'code');
}

// `server`: {triggers, open(text), change(begin, end, inserted), ask(offset, kind, character)} with replies of
// textDocument/completion. `reach`: an item counts if it is among so many; each that stands above it costs a key.
// `tell` is called with what is worth reading. The figures.
export async function type(server, truth, { reach = 1, tell = () => {} } = {}) {
  const kinds = regions(truth), words = wordsOf(truth);
  const figures = { words: words.length, taken: 0, characters: 0, keys: 0, enters: 0, commits: 0, lists: 0, missed: [] };
  let at = 0, rest = '', session = null; // rest: what the editor has closed already
  const chosenWords = new Set();
  const lineOf = () => truth.slice(truth.lastIndexOf('\n', at - 1) + 1, at);
  const lookUp = () => {
    if (session === null) return null;
    const view = shown(session.items, lineOf());
    if (view.list.length === 0) session = null;
    return session === null ? null : view;
  };
  const ask = async (kind, character) => {
    const reply = await server.ask(at, kind, character);
    session = readItems(reply, lineOf());
    if (session.items.length === 0) session = null;
    else figures.lists += 1;
  };
  // How far the truth is written once the item is taken; -1: something else would stand there.
  const endOf = (item) => {
    const begin = truth.lastIndexOf('\n', at - 1) + 1 + item.start, end = begin + item.text.length;
    if (!truth.startsWith(item.text, begin) || item.moreEdits || item.fillIn) return -1;
    return isWord(truth[end - 1]) && isWord(truth[end]) ? -1 : end; // not half a word
  };
  const advance = (end) => { // the truth is written up to there
    let kept = rest;
    for (const c of truth.slice(at, end)) if (kept !== '' && c === kept[0] && server.closes) kept = kept.slice(1);
    server.change(at, at + rest.length, truth.slice(at, end) + kept);
    rest = kept;
    at = end;
  };
  const keysOf = (begin, end) => { // an editor indents a line by itself
    let keys = 0;
    for (let i = begin; i < end; i += 1) keys += truth[i] === ' ' && /\n *$/.test(truth.slice(0, i)) ? 0 : 1;
    return keys;
  };
  figures.characters = keysOf(0, truth.length);
  await server.open('');
  while (at < truth.length) {
    const view = lookUp();
    // ---- Taken from the list ----
    if (view !== null) {
      const order = [view.list[view.chosen], ...view.list.filter((_, i) => i !== view.chosen)];
      let best = null;
      order.slice(0, reach).forEach((item, k) => {
        const end = endOf(item);
        const committed = k === 0 && end > at && item.commit.includes(truth[end]);
        const saved = end <= at ? 0 : keysOf(at, end) - (committed ? 0 : k + 1);
        if (saved > 0 && (best === null || saved > best.saved)) best = { item, end, saved, cost: committed ? 0 : k + 1 };
      });
      if (best !== null) {
        words.forEach(([begin, end], i) => { if (begin < best.end && end > at && end <= best.end) chosenWords.add(i); });
        tell('taken', at, best.item.label);
        figures.keys += best.cost;
        if (best.cost === 0) figures.committed = (figures.committed ?? 0) + 1;
        advance(best.end);
        session = null;
        server.accepted?.(best.item.raw);
        continue;
      }
    }
    // ---- Typed ----
    const c = truth[at];
    const first = view === null ? null : view.list[view.chosen];
    if (first !== null) {
      const typed = lineOf().slice(first.start);
      if (c === '\n' && first.text !== typed) {
        figures.enters += 1;
        figures.keys += 1; // Escape
        tell('enter', at, first.label);
      } else if (first.commit.includes(c) && endOf(first) !== at) {
        figures.commits += 1;
        figures.keys += 1;
        tell('commit', at, first.label);
      }
    }
    figures.keys += 1;
    if (c === '\n') {
      const indent = /^ */.exec(truth.slice(at + 1))[0].length;
      const blank = truth[at + 1 + indent] === '\n' ? 0 : indent;
      advance(at + 1 + blank);
      session = null;
      continue;
    }
    if (server.closes && rest !== '' && rest[0] === c) {
      advance(at + 1); // typed over
      session = null;
    } else {
      const quote = c === '"' || c === "'";
      const next = rest[0] ?? '\n';
      const closes = server.closes && kClosers[c] !== undefined && (!isWord(next)) &&
        (quote ? kinds[at] === 'string' && (at === 0 || kinds[at - 1] !== 'string') : kinds[at] === 'code');
      const inserted = c + (closes ? kClosers[c] : '');
      server.change(at, at, inserted);
      at += 1;
      rest = inserted.slice(1) + rest;
    }
    // ---- Asked ----
    const left = truth.slice(0, at);
    const typing = /[\p{L}_][\p{L}\p{N}_]*$/u.test(left);
    if (typing) {
      if (session !== null && session.isIncomplete) await ask(3);
      else if (lookUp() === null && kinds[at - 1] === 'code') await ask(1);
    } else if (server.triggers.includes(c)) {
      await ask(2, c);
    } else if (!isWord(c)) {
      session = null;
    }
    if (session !== null) {
      const now = lookUp();
      if (now !== null) tell('shown', at, now.list.slice(0, 5).map((item) => item.label).join(' '));
    }
  }
  words.forEach(([begin, end], i) => { if (!chosenWords.has(i)) figures.missed.push(truth.slice(begin, end)); });
  figures.taken = chosenWords.size;
  return figures;
}
