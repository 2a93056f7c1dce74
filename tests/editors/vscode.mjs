// A session in Visual Studio Code with the extension: type, complete, accept, undo, call, hover, save.
//   node vscode.mjs URL FILE-ON-DISK [SCREENSHOT]      FILE-ON-DISK: SERVER-DATA/project/FILE
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
// The machine's settings are a file: what it had, and more.
const settingsFile = path.join(path.dirname(path.dirname(file)), 'data/Machine/settings.json');
const given = JSON.parse(fs.readFileSync(settingsFile, 'utf8'));
const settings = (more) => fs.writeFileSync(settingsFile, JSON.stringify({ ...given, ...more }));
async function picture(name, clip) {
  if (process.env.PICTURES !== undefined) await page.screenshot({ path: path.join(process.env.PICTURES, `${name}.png`), clip });
}
const status = page.locator('.statusbar-item', { hasText: 'Fastnode' });
const ready = () => status.locator('.codicon-check').waitFor();
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

// The editor asks when it likes; mostly at once, so that is waited for: what hovers or types is lost behind the question.
const trust = page.getByRole('button', { name: 'Yes, I trust the authors' });
await page.addLocatorHandler(trust, () => trust.click());

await check('the editor opens the file', async () => {
  await page.goto(url);
  await page.waitForSelector('.monaco-workbench');
  await trust.waitFor({ timeout: 10_000 }).then(() => trust.click(), () => undefined);
  await page.getByText(path.basename(file)).first().dblclick();
  await page.waitForSelector('.monaco-editor .view-line');
  await page.locator('.monaco-editor .view-line', { hasText: 'import os' }).first().click();
  await ready();
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
  await picture('completions', { x: 323, y: 35, width: 600, height: 420 });
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
// By its title, from the palette.
async function command(title) {
  await press('Escape');
  await press('F1');
  await page.locator('.quick-input-box input').first().waitFor();
  await type(title);
  await page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first().waitFor();
  await press('Enter');
}
// What it shows behind the cursor unasked. (Nothing else stands there: an empty line of an own function.)
await check('the rest of an expression stands behind the cursor', async () => {
  await press('Control+End');
  await type('\n\ndef pack(basket: Basket, prices):\n    for price in prices:\nbasket.add(');
  await page.locator('.ghost-text, .ghost-text-decoration').first().waitFor();
  await picture('inline', { x: 323, y: 35, width: 600, height: 420 });
  await press('Escape');
});
await check('the status bar says that the server runs, and which', async () => {
  await ready();
  await status.hover();
  await page.locator('.monaco-hover', { hasText: /Version \d+\.\d+/ }).first().waitFor();
  await picture('status', { x: 500, y: 440, width: 600, height: 180 });
});
await check('a click on it shows the log', async () => {
  await status.click();
  const logged = (what) => page.locator('.panel .view-line', { hasText: what }).first().waitFor();
  await logged(/^starting/); // its line is wrapped where the panel ends
  await logged(/running:/);
});
await check('the server is started again when that is asked for', async () => {
  await command('Fastnode: Restart the Server');
  await page.waitForFunction(() => [...document.querySelectorAll('.panel .view-line')]
    .filter((line) => line.textContent.startsWith('running')).length === 2);
  await ready();
  await press('Control+J');
  await page.locator('.monaco-editor .view-line', { hasText: 'import os' }).first().click();
  await press('Control+End');
  await type('\nos.pat');
  await offered('path');
  await press('Escape');
});
await check('it says that it does not start, and why', async () => {
  settings({ 'fastnode.program': '/nowhere/fastnode' });
  await status.locator('.codicon-error').waitFor();
  await page.locator('.notification-toast', { hasText: 'Fastnode does not start' }).first().waitFor();
  settings({});
  await ready();
});
await check('its settings are there', async () => {
  await command('Preferences: Open Settings (UI)');
  await page.locator('.settings-editor .suggest-input-container').first().click();
  await type('@ext:fastnode.fastnode');
  await page.locator('.settings-editor .action-label', { hasText: 'Remote' }).first().click(); // what is of one machine
  await page.locator('.settings-editor .setting-item-label', { hasText: 'Deadline Ms' }).first().waitFor();
  await picture('settings', { x: 323, y: 35, width: 700, height: 480 });
});
await check('the getting-started page has its pictures', async () => {
  await command('Fastnode: Getting Started');
  const steps = page.locator('.gettingStartedContainer .getting-started-step');
  await steps.first().waitFor();
  assert.equal(await steps.count(), 4);
  await page.waitForFunction(() => {
    const image = document.querySelector('.gettingStartedContainer .getting-started-media img');
    return image !== null && image.complete && image.naturalWidth > 100;
  });
});
await browser.close();
console.log(`vscode.mjs: ${passed} passed`);
