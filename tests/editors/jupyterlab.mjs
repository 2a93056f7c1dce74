// A session in JupyterLab: completes in a notebook and in a file, beside the kernel; accepts, hovers, saves.
//   node jupyterlab.mjs --project FOLDER         writes the notebook and the files there
//   node jupyterlab.mjs URL SCRATCH-FOLDER       has project/, and what was asked and answered (asked, answered)
// FASTNODE, RELEASE: the program, and its model.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

const first = `import helper
basket = helper.Basket()
prices = [1, 2]
emoji = "😀 😀"`;
if (process.argv[2] === '--project') {
  const folder = process.argv[3];
  const cell = (id, source) => ({ cell_type: 'code', execution_count: null, id, metadata: {}, outputs: [], source });
  fs.writeFileSync(path.join(folder, 'shop.ipynb'), JSON.stringify({
    cells: [cell('first', first), cell('second', '')],
    metadata: { kernelspec: { display_name: 'Python 3 (ipykernel)', language: 'python', name: 'python3' } },
    nbformat: 4,
    nbformat_minor: 5,
  }));
  fs.writeFileSync(path.join(folder, 'helper.py'), `class Basket:
    def __init__(self):
        self.total = 0

    def add(self, price):
        self.total += price
`);
  fs.writeFileSync(path.join(folder, 'shop.py'), `${first}\n`);
  process.exit(0);
}

const { chromium } = await import('playwright-core');
const [url, scratch] = process.argv.slice(2);
const project = path.join(scratch, 'project');
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update'],
});
const page = await browser.newPage({ viewport: { width: 1000, height: 560 } });
page.setDefaultTimeout(30_000);
const press = (key) => page.keyboard.press(key);
const type = (text) => page.keyboard.type(text, { delay: 80 });
async function picture(name, clip) {
  if (process.env.PICTURES !== undefined) await page.screenshot({ path: path.join(process.env.PICTURES, `jupyterlab-${name}.png`), clip });
}
// What `fastnode complete` offers behind SOURCE.
function wanted(source, root) {
  const question = { path: 'cells.py', root, source: `${source}\n`, offset: Buffer.byteLength(source) };
  const answer = execFileSync(process.env.FASTNODE, ['complete', '--model', process.env.RELEASE, '--cache', 'none', '--deadline', '0', '--no-auto-import'], { input: `${JSON.stringify(question)}\n` });
  return JSON.parse(answer).candidates;
}
const items = '.jp-Completer:not(.lm-mod-hidden) .jp-Completer-item';
const shown = () => page.locator(`${items} .jp-Completer-match`).allInnerTexts();
async function until(holds, what) {
  for (let i = 0; i < 150; i += 1) {
    if (await holds()) return;
    await page.waitForTimeout(100);
  }
  assert.fail(await what());
}
let passed = 0;
async function check(name, body) {
  try {
    await body();
  } catch (error) {
    await page.screenshot({ path: `${process.env.TMPDIR ?? '/tmp'}/jupyterlab-failed.png` });
    console.error(`FAILED: ${name}\n${error.stack}`);
    process.exit(1);
  }
  passed += 1;
  console.log(`passed: ${name}`);
}
// Messages that the server was sent, or sent.
const messages = (file) => fs.readFileSync(path.join(scratch, file), 'utf8').split(/Content-Length: \d+\r\n(?:[^{]*\r\n)?\r\n/).filter((one) => one.startsWith('{')).map((one) => {
  try { return JSON.parse(one); } catch { return {}; }
});

const cell = (index) => page.locator('.jp-Notebook .jp-CodeCell .cm-content').nth(index);
const lines = async (editor) => (await editor.locator('.cm-line').allInnerTexts()).map((line) => line.replace(/\n$/, ''));
const ready = () => page.locator('#jp-main-statusbar', { hasText: 'Fully initialized' }).waitFor();
const settings = () => messages('asked').filter((one) => one.method === 'workspace/didChangeConfiguration').map((one) => one.params.settings);
// Types in an editor that has nothing else in it, and waits for the list that begins with NAME. In a file JupyterLab asks
// when Tab is pressed only, and everywhere it drops what takes longer than a second: then it is asked once more.
async function complete(editor, typed, name, byTab = false) {
  await editor.click();
  await press('Control+A');
  await press('Delete');
  await type(typed);
  for (const asked of byTab ? [true] : [false, true]) {
    if (asked) await press('Tab');
    for (let i = 0; i < 50; i += 1) {
      const names = await shown();
      if (names[0] === name) return names;
      await page.waitForTimeout(100);
    }
  }
  return assert.fail(`behind '${typed}' stands ${await shown()}, not ${name}`);
}
const same = (editor, text) => until(async () => (await lines(editor)).join('\n') === text, async () => `there stands ${await lines(editor)}, not ${text}`);

await check('a notebook opens, and the server is told of it and of the folder', async () => {
  await page.goto(`${url}/lab/tree/shop.ipynb?token=shop&reset`);
  await cell(1).waitFor();
  await page.getByRole('button', { name: 'No', exact: true }).click({ timeout: 5000 }).catch(() => undefined); // news
  await ready();
  assert.equal(messages('asked').find((one) => one.method === 'initialize').params.rootUri, `file://${project}`);
});
await check('the settings arrive', async () => {
  await until(() => settings().some((one) => one.fastnode?.deadlineMs === 0 && one.fastnode?.autoImport === false), () => JSON.stringify(settings()));
});
const names = wanted(`${first}\n\n\nbasket.`, project).map((one) => one.text);
await check('what is of another cell completes in the order of `fastnode complete`, before any cell has run', async () => {
  const all = await complete(cell(1), 'basket.', names[0]);
  assert.deepEqual(all.slice(0, 3), names.slice(0, 3));
  await picture('names');
});
await check('accepted, it stands there', async () => {
  await press('Enter');
  await same(cell(1), `basket.${names[0]}`);
});
await check('letters leave what fits', async () => {
  const all = await complete(cell(1), 'basket.to', 'total');
  assert.ok(all.every((name) => name.startsWith('to')), all.join());
  await press('Enter');
  await same(cell(1), 'basket.total');
});
await check('names of the other cell complete', async () => {
  await complete(cell(1), 'bask', 'basket');
  await press('Enter');
  await same(cell(1), 'basket');
});
// JupyterLab applies no edits beside the accepted one, so nothing may be offered that needs one.
await check('nothing is offered that has to be imported', async () => {
  await complete(cell(1), 'basket.to', 'total');
  await press('Escape');
  await cell(1).click();
  await press('Control+A');
  await press('Delete');
  const before = messages('answered').length;
  await type('OrderedDi');
  await until(() => messages('answered').length > before, () => 'no answer');
  await page.waitForTimeout(1500);
  assert.ok(!(await shown()).includes('OrderedDict'), (await shown()).join());
});
if (process.env.PICTURES !== undefined) { // the one of the page
  const source = 'import os\nname = os.path.';
  await complete(cell(1), source, wanted(`${first}\n\n\n${source}`, project)[0].text);
  await picture('picture', { x: 290, y: 28, width: 680, height: 480 });
}
await check('hover says what a name is', async () => {
  await press('Escape');
  await page.keyboard.down('Control'); // else it waits for that key
  const box = await cell(0).locator('span', { hasText: /^Basket$/ }).first().boundingBox();
  const tip = page.locator('.lsp-tooltip, .jp-Tooltip', { hasText: 'class Basket' });
  for (let i = 0; i < 60 && await tip.count() === 0; i += 1) { // it is shown when the mouse moves once the answer is there
    await page.mouse.move(box.x + box.width / 2 + i % 6, box.y + box.height / 2);
    await page.waitForTimeout(200);
  }
  await tip.first().waitFor();
  await picture('hover');
  await page.keyboard.up('Control');
});
await check('beside the names of the kernel, ours stand first', async () => {
  await press('Escape');
  await cell(0).click();
  await press('Shift+Enter');
  await page.locator('.jp-Notebook .jp-InputPrompt', { hasText: '[1]:' }).first().waitFor();
  await complete(cell(1), 'prices.', wanted(`${first}\n\n\nprices.`, project)[0].text);
  await page.locator('#jp-main-statusbar', { hasText: '| Idle' }).waitFor({ timeout: 90_000 }); // its first answer takes long
  const own = wanted(`${first}\n\n\nba`, project).map((one) => one.text);
  await complete(cell(1), 'ba', own[0]);
  await until(async () => (await shown()).some((name) => !own.includes(name)), async () => `only ours: ${await shown()}`);
  const places = (await shown()).map((name) => own.includes(name));
  assert.ok(places.lastIndexOf(true) < places.indexOf(false), (await shown()).join());
  await picture('kernel');
});
await check('a file completes, and is saved', async () => {
  await page.goto(`${url}/lab/tree/shop.py?token=shop&reset`);
  const editor = page.locator('.jp-FileEditor .cm-content');
  await editor.waitFor();
  await ready();
  await page.waitForTimeout(1000);
  const source = 'import helper\nbasket = helper.Basket()\nbasket.';
  const name = wanted(source, project)[0].text;
  await complete(editor, source, name, true);
  await picture('file');
  await press('Enter');
  await press('Control+S');
  const file = path.join(project, 'shop.py');
  await until(() => fs.readFileSync(file, 'utf8').trimEnd() === `${source}${name}`, () => fs.readFileSync(file, 'utf8'));
});
await browser.close();
console.log(`jupyterlab.mjs: ${passed} passed`);
