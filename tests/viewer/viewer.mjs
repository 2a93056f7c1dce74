// Every page and action of the example viewer in a real browser.
//   node viewer.mjs URL-OF-FEW URL-OF-TWO URL-OF-MANY [SCREENSHOT-FOLDER]
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { chromium } from "playwright-core";

const [few, two, many, screenshots] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
const context = await browser.newContext({ viewport: { width: 1280, height: 760 }, acceptDownloads: true });
await context.grantPermissions(["clipboard-read", "clipboard-write"]);
const page = await context.newPage();
page.setDefaultTimeout(15_000);
const errors = [], hosts = new Set();
page.on("pageerror", (e) => errors.push(e.message));
page.on("console", (m) => m.type() === "error" && errors.push(m.text()));
page.on("request", (r) => r.url().startsWith("http") && hosts.add(new URL(r.url()).hostname));

async function open(url) {
  await page.goto(url);
  await ready();
}
const ready = () => page.waitForSelector("body[data-ready=true]");
// Goes where the action leads.
async function follow(action) {
  await Promise.all([page.waitForNavigation(), action()]);
  await ready();
}
const text = (selector) => page.locator(selector).first().innerText();
let passed = 0;
async function check(name, body) {
  try {
    await body();
  } catch (error) {
    await page.screenshot({ path: `${process.env.TMPDIR ?? "/tmp"}/viewer-failed.png` });
    console.error(`FAILED: ${name}\n${error.stack}\n${errors.join("\n")}`);
    process.exit(1);
  }
  console.log(`passed: ${name}`);
  ++passed;
}
async function shot(name) {
  if (screenshots) await page.screenshot({ path: `${screenshots}/${name}.png` });
}

await check("the overview counts each method", async () => {
  await open(few);
  assert.match(await text("h1"), /^5 examples/);
  const row = page.locator(".methods tbody tr", { hasText: "model" }).first();
  assert.deepEqual((await row.locator("td").allInnerTexts()).map((t) => t.trim()), ["80.0 %", "80.0 %", "100.0 %", "5"]);
});

await check("the overview sorts bases by a method and leads to a base's examples", async () => {
  await follow(() => page.click(".symbols thead a:has-text('counts')"));
  assert.equal(await text(".symbols tbody th"), "self");
  await shot("overview");
  await follow(() => page.click(".symbols tbody a:has-text('self')"));
  assert.match(await text("h1"), /^1 of 5/);
});

await check("the list filters by text, by class and by slice", async () => {
  await open(`${few}/examples`);
  assert.equal(await page.locator(".row:not(.head)").count(), 5);
  await page.fill("#search", "os.pa");
  assert.match(await text("h1"), /^1 of 5/);
  assert.match(page.url(), /text=os.pa/);
  await page.fill("#search", "");
  await page.selectOption("label:has-text('Method') select", "counts");
  await page.selectOption("label:has-text('Its answer is') select", { label: "not found" });
  assert.match(await text("h1"), /^1 of 5/);
  await page.selectOption("label:has-text('Its answer is') select", { label: "any" });
  await page.selectOption("label:has-text('Slice') select", "self");
  assert.match(await text("h1"), /^1 of 5/);
  await shot("list");
});

await check("keys alone lead from the list to an example and on", async () => {
  await open(`${few}/examples?method=model`);
  await page.keyboard.press("/");
  assert.equal(await page.evaluate(() => document.activeElement.id), "search");
  await page.locator(".rows").focus();
  await page.keyboard.press("ArrowDown");
  await follow(() => page.keyboard.press("Enter"));
  const first = page.url();
  assert.match(first, /idx=\d+/);
  await follow(() => page.keyboard.press("ArrowRight"));
  assert.notEqual(page.url(), first);
  await follow(() => page.keyboard.press("ArrowLeft"));
  assert.equal(new URL(page.url()).searchParams.get("idx"), new URL(first).searchParams.get("idx"));
  await page.keyboard.press("?");
  assert.ok(await page.locator("dialog[open]").isVisible());
  await page.keyboard.press("Escape");
  await page.keyboard.press("g");
  await follow(() => page.keyboard.press("o"));
  assert.equal(new URL(page.url()).pathname, "/");
});

await check("previous and next meet at the ends", async () => {
  await open(`${few}/example?idx=0`);
  await follow(() => page.keyboard.press("ArrowLeft"));
  assert.equal(new URL(page.url()).searchParams.get("idx"), "4");
});

await check("an example shows its completions side by side, the right one marked", async () => {
  await open(`${few}/example?idx=0`);
  assert.equal(await text("h1"), "shop.Basket.total");
  assert.deepEqual(await page.locator(".completions thead th").allInnerTexts(), ["#", "model", "counts"]);
  assert.deepEqual(await page.locator(".completions td.correct:not(.score)").allInnerTexts(), ["total", "total"]);
  assert.match(await text(".cm-content"), /basket\.total/);
  assert.equal(await text(".cm-content .answer"), "total");
  assert.match(await text(".cursor-line"), /basket\.total/);
});

await check("the cursor stands right after many-byte text and after CRLF", async () => {
  await open(`${few}/example?idx=1`);
  assert.equal(await text(".cm-content .answer"), "weiß");
  await open(`${few}/example?idx=2`);
  assert.equal(await text(".cm-content .answer"), "path");
});

await check("the text that a method saw lacks the answer", async () => {
  await open(`${few}/example?idx=0&view=seen`);
  await follow(() => page.click(".panel a:has-text('counts')"));
  assert.doesNotMatch(await text(".cm-content"), /basket\.total/);
  assert.match(page.url(), /buffer=counts/);
});

await check("the syntax tree is that of the text", async () => {
  await page.keyboard.press("3");
  await page.waitForSelector(".tree");
  assert.match(await text(".tree"), /attribute/);
});

await check("the graph is drawn, filtered, and tells of its nodes", async () => {
  await open(`${few}/example?idx=0&view=graph`);
  await page.waitForSelector(".graph canvas");
  const drawn = async (what) => Number(await page.locator(".graph").getAttribute(`data-${what}`));
  const nodes = await drawn("nodes"), edges = await drawn("edges");
  assert.ok(nodes > 5 && edges > 5, `${nodes} nodes, ${edges} edges`);
  await page.locator("input[aria-label='nodes by weight']").fill("3");
  assert.ok((await drawn("nodes")) < nodes);
  await page.locator("input[aria-label='nodes by weight']").fill("20");
  const before = await drawn("edges");
  await page.locator(".legend label:has-text('child') input").uncheck();
  assert.ok((await drawn("edges")) < before);
  // The site is in the middle.
  const box = await page.locator(".graph").boundingBox();
  let facts = "";
  for (let y = 0.3; y < 0.71 && !/hop|weight/.test(facts); y += 0.02) {
    for (let x = 0.3; x < 0.71 && !/hop|weight/.test(facts); x += 0.02) {
      await page.mouse.move(box.x + box.width * x, box.y + box.height * y);
      facts = await text(".facts");
    }
  }
  assert.match(facts, /weight \d/);
  await shot("graph");
});

await check("an address leads to the same view again", async () => {
  await open(`${few}/example?idx=0`);
  await page.click("[role=tab]:has-text('Syntax tree')");
  await page.waitForSelector(".tree");
  await open(page.url());
  assert.equal(await page.locator("[role=tab][aria-selected=true]").innerText(), "Syntax tree");
});

await check("the text is copied", async () => {
  await open(`${few}/example?idx=0`);
  await page.click("button:has-text('Copy')");
  await page.waitForFunction(() => document.getElementById("status").textContent === "copied");
  assert.match(await page.evaluate(() => navigator.clipboard.readText()), /^basket = Basket/);
});

await check("kept examples are downloaded as a curated file", async () => {
  await page.keyboard.press("e");
  await open(`${few}/example?idx=3`);
  await page.click("button:has-text('Keep')");
  const [download] = await Promise.all([page.waitForEvent("download"), page.click("button:has-text('Download')")]);
  const saved = await readFile(await download.path(), "utf8");
  assert.doesNotMatch(saved, /</, "characters of HTML are escaped, as in our own files");
  const examples = JSON.parse(`[${saved.replace(/^}\n{/gm, "},\n{")}]`);
  assert.deepEqual(examples.map((e) => [e.Expected, e.Provided]), [["total", null], ["upper", null]]);
});

await check("hostile content is text", async () => {
  for (const path of ["/", "/examples", "/example?idx=3", "/example?idx=3&view=tree", "/example?idx=3&view=graph", "/example?idx=4"]) {
    await open(few + path);
    assert.equal(await page.evaluate(() => document.body.dataset.owned), undefined, path);
    assert.equal(await page.locator("main script, main img:not(.cm-widgetBuffer)").count(), 0, path);
  }
  await open(`${few}/example?idx=3`);
  assert.match(await text("h1"), /<img src=x/);
});

await check("wrong addresses say what is wrong", async () => {
  const before = errors.length;
  await open(`${few}/example?idx=one`);
  assert.match(await text("[role=alert]"), /number/);
  await open(`${few}/example?idx=0&buffer=nobody`);
  assert.match(await text("[role=alert]"), /no method/);
  errors.length = before;
});

await check("two files: what got better and what got worse", async () => {
  await open(`${two}/examples`);
  await page.selectOption("label:has-text('Method') select", "after.json: model");
  await page.selectOption("label:has-text('than with') select", "before.json: model");
  const answers = async (change) => {
    await page.selectOption("label:has-text('Which got') select", change);
    return page.locator(".row:not(.head) .answer").allInnerTexts();
  };
  assert.deepEqual(await answers("worse"), ["total"]);
  assert.deepEqual(await answers("better"), ["weiß"]);
  assert.deepEqual(await answers("same"), ["path"]);
  await open(`${two}/example?idx=0`);
  assert.deepEqual(await page.locator(".completions thead th").allInnerTexts(), ["#", "before.json: model", "after.json: model"]);
});

await check("the playground asks the release as one types", async () => {
  await open(`${few}/playground`);
  await page.waitForSelector(".completions tbody tr");
  await page.click(".cm-content");
  await page.keyboard.press("Control+A");
  await page.keyboard.type("import os\nos.pa");
  await page.waitForFunction(() => /"pa" typed/.test(document.getElementById("answer").innerText));
  assert.match(await text(".completions tbody"), /path/);
  await page.keyboard.press("ArrowLeft");
  await page.waitForFunction(() => /"p" typed/.test(document.getElementById("answer").innerText));
  await page.click("summary:has-text('Program graph')");
  await page.waitForSelector(".graph canvas");
  await shot("playground");
});

await check("runs stand side by side, with curves and what differs", async () => {
  await open(`${few}/runs`);
  assert.equal(await page.locator(".runs tbody tr").count(), 2);
  await follow(() => page.locator(".runs input").nth(0).check());
  await follow(() => page.locator(".runs input").nth(1).check());
  await page.waitForSelector(".plots canvas");
  assert.match(await text("figcaption"), /validation\/accuracy|train\/loss/);
  assert.match(await page.locator("tr.differs").allInnerTexts().then((t) => t.join("\n")), /steps/);
  await shot("runs");
});

await check("10,000 examples are quick, and few of them are in the page", async () => {
  const start = Date.now();
  await open(`${many}/examples`);
  assert.match(await text("h1"), /^10,000 of 10,000/);
  assert.ok(Date.now() - start < 5000, `${Date.now() - start} ms`);
  assert.ok((await page.locator(".row").count()) < 100);
  await page.locator(".rows").focus();
  await page.keyboard.press("End");
  await page.waitForSelector(".row.chosen:has-text('Example 9999')");
  const filtered = Date.now();
  await page.fill("#search", "Kind42");
  await page.waitForFunction(() => /^103 of/.test(document.querySelector("h1").textContent));
  assert.ok(Date.now() - filtered < 2000, `${Date.now() - filtered} ms`);
});

await check("dark and light are both readable", async () => {
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    await open(`${few}/example?idx=0`);
    const contrast = await page.evaluate(() => {
      const style = getComputedStyle(document.body);
      const light = (colour) => {
        const [r, g, b] = colour.match(/[\d.]+/g).map(Number).map((c) => {
          const s = c / 255;
          return s <= 0.03928 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      };
      const [a, b] = [light(style.color), light(style.backgroundColor)].sort((x, y) => y - x);
      return (a + 0.05) / (b + 0.05);
    });
    assert.ok(contrast > 7, `${colorScheme}: ${contrast}`);
    if (colorScheme === "dark") await shot("example-dark");
    else await shot("example");
  }
});

await check("nothing is asked of another machine, and no page has an error", async () => {
  assert.deepEqual([...hosts], ["127.0.0.1"]);
  assert.deepEqual(errors, []);
});

await browser.close();
console.log(`viewer.mjs: ${passed} passed`);
