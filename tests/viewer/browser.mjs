// What the viewer's tests share: a browser, a page, checks by name, and the checks that hold on every page.
import assert from "node:assert/strict";
import { chromium } from "playwright-core";

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
export const context = await browser.newContext({ viewport: { width: 1400, height: 800 }, acceptDownloads: true });
await context.grantPermissions(["clipboard-read", "clipboard-write"]);
export const page = await context.newPage();
page.setDefaultTimeout(15_000);
export const errors = [], blocked = [], hosts = new Set();
page.on("pageerror", (e) => errors.push(e.message));
page.on("console", (m) => {
  // The browser reports what a validation's page tried to do and may not.
  if (m.type() === "error") (m.text().includes("Blocked script execution") ? blocked : errors).push(m.text());
});
page.on("request", (r) => r.url().startsWith("http") && hosts.add(new URL(r.url()).hostname));

export const ready = () => page.waitForSelector("body[data-ready=true]");
export async function open(url) {
  await page.goto(url);
  await ready();
}
// Goes where the action leads.
export async function follow(action) {
  await Promise.all([page.waitForNavigation(), action()]);
  await ready();
}
export const text = (selector) => page.locator(selector).first().innerText();

let passed = 0;
export async function check(name, body) {
  const start = Date.now();
  try {
    await body();
  } catch (error) {
    await page.screenshot({ path: `${process.env.TMPDIR ?? "/tmp"}/viewer-failed.png` });
    console.error(`FAILED: ${name}\n${error.stack}\n${errors.join("\n")}`);
    process.exit(1);
  }
  console.log(`passed: ${name} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
  ++passed;
}

export async function end(name) {
  assert.deepEqual([...hosts], ["127.0.0.1"], "nothing is asked of another machine");
  assert.deepEqual(errors, [], "no page has an error");
  await browser.close();
  console.log(`${name}: ${passed} passed`);
}

// What does not fit into the window and is not cut off by a box that scrolls or hides by intention.
export function tooWide(frame = page) {
  return frame.evaluate(() => {
    const boxes = ".cm-scroller, .graph, .uplot, .tree, .cut, .sr";
    const wide = [...document.querySelectorAll("body *")].filter((e) => {
      const r = e.getBoundingClientRect();
      return r.width > 0 && !e.parentElement.closest(boxes) && (r.right > innerWidth + 1 || r.left < -1);
    });
    const names = wide.map((e) => `${e.tagName}.${e.className}: ${Math.round(e.getBoundingClientRect().right)}`);
    if (document.documentElement.scrollWidth > innerWidth) names.push(`the page: ${document.documentElement.scrollWidth}`);
    return names.slice(0, 5);
  });
}

// Pairs of lines of a list or table that cover each other.
export function overlapping() {
  return page.evaluate(() => {
    const pairs = [];
    for (const parent of document.querySelectorAll(".spacer, tbody, .card ol")) {
      const boxes = [...parent.children].map((e) => e.getBoundingClientRect()).filter((r) => r.height > 0).sort((a, b) => a.top - b.top);
      boxes.forEach((box, i) => {
        if (i > 0 && box.top < boxes[i - 1].bottom - 1) pairs.push(`${parent.className}: ${boxes[i - 1].bottom} and ${box.top}`);
      });
    }
    // The text of a line stays within its line.
    for (const row of document.querySelectorAll(".row[role=option]")) {
      for (const cell of row.children) {
        if (cell.getBoundingClientRect().height > row.getBoundingClientRect().height + 1) pairs.push(`row: ${cell.textContent}`);
      }
    }
    return pairs.slice(0, 5);
  });
}

// Controls without a name that a screen reader could say.
export function nameless() {
  return page.evaluate(() =>
    [...document.querySelectorAll("button, a[href], input, select, iframe, [role=listbox], [role=img], dialog")]
      .filter((e) => !(e.getAttribute("aria-label") || e.title || e.textContent.trim() || [...(e.labels ?? [])].some((l) => l.textContent.trim())))
      .map((e) => e.outerHTML.slice(0, 80)));
}

// Labels of the graph that cover each other.
export async function coveredLabels() {
  const labels = JSON.parse(await page.locator(".graph").getAttribute("data-labels"));
  const covered = [];
  labels.forEach(([a, ax1, ay1, ax2, ay2], i) => {
    for (const [b, bx1, by1, bx2, by2] of labels.slice(i + 1)) {
      const wide = Math.min(ax2, bx2) - Math.max(ax1, bx1), high = Math.min(ay2, by2) - Math.max(ay1, by1);
      if (wide > 1 && high > 1) covered.push(`${a} and ${b}`);
    }
  });
  return { labels: labels.map(([label]) => label), covered };
}
