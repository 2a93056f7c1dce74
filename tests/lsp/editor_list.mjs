// What Visual Studio Code shows of a server's list: the items that the typed word fits, in the editor's order, and
// which one is chosen. The rules are those of its fuzzyScore and of its completion model: letters in order, better
// in a row, at the begin of the item or of a part of it; equal scores in the server's order (sortText).
const isSeparator = (c) => c !== undefined && '_-. /\\\'":$<>()[]{}'.includes(c);
const isUpper = (c) => c !== undefined && c !== c.toLowerCase();
const kNone = -Infinity;

// The score of `word` for the typed `pattern`; none: it does not fit.
export function fuzzyScore(pattern, word) {
  const low = pattern.toLowerCase(), text = word.toLowerCase();
  const rows = low.length, columns = text.length;
  if (rows === 0) return 0;
  if (rows > columns) return kNone;
  for (let p = 0, w = 0; p < rows; p += 1, w += 1) {
    w = text.indexOf(low[p], w);
    if (w < 0) return kNone;
  }
  let strong = false;
  // best[p][w]: of the first p letters in the first w; run[p][w]: how many of the last ones stand in a row.
  const best = Array.from({ length: rows + 1 }, () => new Array(columns + 1).fill(kNone));
  const run = Array.from({ length: rows + 1 }, () => new Array(columns + 1).fill(0));
  best[0].fill(0);
  for (let p = 1; p <= rows; p += 1) {
    for (let w = p; w <= columns; w += 1) {
      let matched = kNone;
      if (low[p - 1] === text[w - 1] && best[p - 1][w - 1] > kNone) {
        const exact = pattern[p - 1] === word[w - 1];
        let score = 1, gap = false;
        if (w === p) score = exact ? 7 : 5;
        else if (isUpper(word[w - 1]) && !isUpper(word[w - 2])) { score = exact ? 7 : 5; gap = true; }
        else if (isSeparator(text[w - 1]) && !isSeparator(text[w - 2])) score = 5;
        else if (isSeparator(text[w - 2])) { score = 5; gap = true; }
        if (p === 1 && score > 1) strong = true;
        if (!gap) gap = isUpper(word[w - 1]) || isSeparator(text[w - 2]);
        if (p === 1) { if (w > 1) score -= gap ? 3 : 5; }
        else if (run[p - 1][w - 1] === 0) score += gap ? 2 : 0;
        else score += gap ? 0 : 1;
        if (w === columns) score -= gap ? 3 : 5; // as if a gap followed
        matched = best[p - 1][w - 1] + score;
      }
      const skipped = w > p && best[p][w - 1] > kNone ? best[p][w - 1] + (run[p][w - 1] > 0 ? -5 : 0) : kNone;
      if (matched >= skipped && matched > kNone) {
        best[p][w] = matched;
        run[p][w] = run[p - 1][w - 1] + 1;
      } else {
        best[p][w] = skipped;
      }
    }
  }
  const score = best[rows][columns];
  if (!strong || score === kNone) return kNone;
  return score + (rows === columns ? 2 : 0);
}

// A reply of textDocument/completion as items {label, filter, sort, text, start, end, preselect, commit, moreEdits},
// start and end in the line of the cursor at `column`, whose left part is `line`.
export function readItems(reply, line) {
  const list = Array.isArray(reply) ? { items: reply, isIncomplete: false } : reply ?? { items: [], isIncomplete: false };
  const defaults = list.itemDefaults ?? {};
  const word = /[\p{L}\p{N}_]*$/u.exec(line)[0];
  const items = list.items.map((item) => {
    const edited = item.textEdit ?? (defaults.editRange && { newText: item.textEditText ?? item.label, range: defaults.editRange.insert ?? defaults.editRange });
    const range = edited?.insert ?? edited?.range;
    const snippet = (item.insertTextFormat ?? defaults.insertTextFormat) === 2;
    const text = edited?.newText ?? item.insertText ?? item.label;
    return {
      label: item.label, filter: item.filterText ?? item.label, sort: item.sortText ?? item.label,
      // Of a snippet what stands before the first place that is to be filled in.
      text: snippet ? text.replace(/\$0$|\$\{0\}$/, '').replace(/\\([$}\\])/g, '$1') : text,
      fillIn: snippet && /\$\{?[1-9]/.test(text),
      start: range?.start.character ?? line.length - word.length, end: range?.end.character ?? line.length,
      preselect: item.preselect === true, commit: item.commitCharacters ?? defaults.commitCharacters ?? [],
      moreEdits: (item.additionalTextEdits ?? []).length > 0, command: item.command, raw: item,
    };
  });
  items.sort((a, b) => (a.sort < b.sort ? -1 : a.sort > b.sort ? 1 : a.label < b.label ? -1 : a.label > b.label ? 1 : 0));
  return { items, isIncomplete: list.isIncomplete === true };
}

// The items that fit the line left of the cursor, in the order in which they are shown, the chosen one first.
export function shown(items, line) {
  const scored = [];
  items.forEach((item, i) => {
    const typed = line.slice(item.start);
    const score = fuzzyScore(typed, item.filter);
    if (score > kNone) scored.push({ item, score, i });
  });
  scored.sort((a, b) => b.score - a.score || a.i - b.i);
  const chosen = scored.findIndex((one) => one.score === scored[0].score && one.item.preselect);
  return { list: scored.map((one) => one.item), chosen: Math.max(chosen, 0) };
}
