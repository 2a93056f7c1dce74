// A session in Visual Studio Code with the extension: type, complete, accept, undo, call, hover, save.
//   node vscode.mjs URL FILE-ON-DISK [SCREENSHOT]
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';

const [url, file, screenshot] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update'],
});
const page = await browser.newPage({ viewport: { width: 1100, height: 620 } });
page.setDefaultTimeout(30_000);

const press = (key) => page.keyboard.press(key);
const type = (text) => page.keyboard.type(text, { delay: 50 });
// What is offered, once the list is there; it is drawn line by line.
async function offered(first) {
  const row = page.locator('.suggest-widget.visible .monaco-list-row .label-name').first();
  await row.waitFor();
  if (first !== undefined) await page.waitForFunction((wanted) => document.querySelector('.suggest-widget.visible .monaco-list-row .label-name')?.textContent === wanted, first);
  return page.locator('.suggest-widget.visible .monaco-list-row .label-name').allInnerTexts();
}
async function saved(holds, what) {
  await press('Control+S');
  for (let i = 0; i < 100; i += 1) {
    if (holds(fs.readFileSync(file, 'utf8'))) return;
    await page.waitForTimeout(100);
  }
  assert.fail(`${what}: ${fs.readFileSync(file, 'utf8')}`);
}
let passed = 0;
async function check(name, body) {
  try {
    await body();
  } catch (error) {
    await page.screenshot({ path: `${process.env.TMPDIR ?? '/tmp'}/vscode-failed.png` });
    console.error(`FAILED: ${name}\n${error.stack}`);
    process.exit(1);
  }
  passed += 1;
  console.log(`passed: ${name}`);
}

// The editor asks whenever it likes.
const trust = page.getByRole('button', { name: 'Yes, I trust the authors' });
await page.addLocatorHandler(trust, () => trust.click());

await check('the editor opens the file', async () => {
  await page.goto(url);
  await page.waitForSelector('.monaco-workbench');
  await page.getByText(path.basename(file)).first().dblclick();
  await page.waitForSelector('.monaco-editor .view-line');
  await page.locator('.monaco-editor .view-line', { hasText: 'import os' }).first().click();
});
await check('names come after a dot and fit what is typed', async () => {
  await press('Control+End');
  await press('ArrowUp');
  await press('End');
  await type('to');
  const names = await offered('total');
  assert.ok(names.every((name) => name.toLowerCase().startsWith('to')), names.join());
});
await check('accepted, it stands there, behind surrogates', async () => {
  await press('Tab');
  await saved((text) => text.includes('"😀 😀"; self.total\n'), 'accepted');
});
await check('undone, it is gone', async () => {
  await press('Control+Z');
  await saved((text) => !text.includes('; self.total\n'), 'undone');
  await press('Control+Shift+Z');
  await saved((text) => text.includes('; self.total\n'), 'redone');
});
await check('imported modules complete, with what they are', async () => {
  await press('Control+End');
  await type('\nos.pa');
  await offered('path');
  await page.locator('.suggest-widget.visible .details-label', { hasText: 'os.path' }).first().waitFor();
  if (screenshot !== undefined) await page.screenshot({ path: screenshot });
  await press('Tab');
  await saved((text) => text.includes('\nos.path'), 'accepted');
});
await check('a call shows its signature', async () => {
  await type('.join(');
  await page.locator('.parameter-hints-widget.visible .signature', { hasText: 'join' }).first().waitFor();
  await press('Escape');
  await press('Escape');
});
await check('hover says what a name is', async () => {
  await page.locator('.view-line span', { hasText: /^add$/ }).first().hover();
  await page.locator('.monaco-hover', { hasText: 'add(self, price)' }).first().waitFor();
});
await browser.close();
console.log(`vscode.mjs: ${passed} passed`);
