// Every page and action of the example viewer in a real browser.
//   node viewer.mjs URL-OF-FEW URL-OF-TWO URL-OF-REAL RUNNING-RUN
// RUNNING-RUN: folder of a run of the first, to which this test adds a point.
import assert from "node:assert/strict";
import { appendFile, readFile } from "node:fs/promises";
import { blocked, check, coveredLabels, end, errors, follow, nameless, open, overlapping, page, text, tooWide } from "./browser.mjs";

const [few, two, real, running] = process.argv.slice(2);
const WINDOWS = [{ width: 1400, height: 800 }, { width: 420, height: 860 }];
const isPlaceholderSeen = () => page.evaluate(() => document.body.innerText.includes("fastnode_placeh"));

await check("the overview counts each method", async () => {
  await open(few);
  assert.match(await text("h1"), /^5 examples/);
  const row = page.locator(".methods tbody tr", { hasText: "model" }).first();
  assert.deepEqual((await row.locator("td").allInnerTexts()).map((t) => t.trim()), ["80.0 %", "80.0 %", "100.0 %", "5"]);
});

await check("the overview sorts bases by a method and leads to a base's examples", async () => {
  await page.click(".bases thead button:has-text('counts')");
  assert.equal(await text(".bases tbody th"), "self");
  await follow(() => page.click(".bases tbody a:has-text('self')"));
  assert.match(await text("h1"), /^1 of 5/);
});

await check("the list filters by text, by class and by slice", async () => {
  await open(`${few}/examples`);
  assert.equal(await page.locator(".row[role=option]").count(), 5);
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
});

await check("curated and un-curated examples are told apart", async () => {
  await open(few);
  await page.click(".choice label:has-text('un-curated')");
  assert.match(await text("h1"), /^3 examples/);
  await open(`${few}/examples`);
  await page.click(".choice label:has-text('un-curated')");
  assert.match(await text("h1"), /^3 of 5/);
  await page.check(".choice input[value='curated']", { force: true });
  assert.match(await text("h1"), /^2 of 5/);
  assert.match(page.url(), /source=curated/);
  await open(`${few}/example?idx=4`);
  assert.match(await text(".title"), /\bcurated/);
});

await check("what marks and colours mean is said", async () => {
  await open(`${few}/examples`);
  assert.match(await text(".legend[aria-label='What the marks mean']"), /comes first[^]*not in the list/);
  await open(`${few}/example?idx=0&view=graph`);
  await page.waitForSelector(".graph canvas");
  assert.match(await text(".legend[aria-label='Nodes']"), /the site[^]*1 hop/);
  assert.match(await text(".legend[aria-label='Edges']"), /child/);
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
  assert.deepEqual(await page.locator(".card h3").allInnerTexts().then((t) => t.map((x) => x.split(/\s+/))), [["model", "1"], ["counts", "2"]]);
  assert.deepEqual(await page.locator(".card .right .text").allInnerTexts(), ["total", "total"]);
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
  // The site is on the left, at half of the height.
  const box = await page.locator(".graph").boundingBox();
  let facts = "";
  for (let x = 0; x < 120 && !/weight/.test(facts); x += 6) {
    await page.mouse.move(box.x + x, box.y + box.height / 2);
    facts = await text(".facts");
  }
  assert.match(facts, /weight \d/);
});

await check("no label of the graph covers another, and none is a name of ours", async () => {
  for (const viewport of WINDOWS) {
    await page.setViewportSize(viewport);
    await open(`${real}/example?idx=0&view=graph`);
    await page.waitForSelector(".graph canvas");
    await page.locator("input[aria-label='nodes by weight']").evaluate((e) => {
      e.value = 60; // or as many as there are
      e.dispatchEvent(new Event("input"));
    });
    const { labels, covered } = await coveredLabels();
    assert.ok(labels.length > 10, `${labels.length} labels`);
    assert.deepEqual(covered, []);
    assert.ok(labels.every((label) => !label.includes("fastnode_pl")), labels.join(" "));
    await page.click("summary:has-text('Nodes as a list')");
    assert.equal(await page.locator(".nodes tbody tr").count(), labels.length);
    assert.ok(!(await isPlaceholderSeen()));
  }
  await page.setViewportSize(WINDOWS[0]);
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
  const examples = JSON.parse(`[${saved.replace(/^}\n{/gm, "},\n{")}]`).flat(); // a list, or one after the other
  assert.deepEqual(examples.map((e) => [e.Expected, e.Provided]), [["total", null], ["upper", null]]);
});

await check("hostile content is text", async () => {
  for (const path of ["/", "/examples", "/runs", "/example?idx=3", "/example?idx=3&view=tree", "/example?idx=3&view=graph", "/example?idx=4"]) {
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
    return page.locator(".row[role=option] .answer").allInnerTexts();
  };
  assert.deepEqual(await answers("worse"), ["total"]);
  assert.deepEqual(await answers("better"), ["weiß"]);
  assert.deepEqual(await answers("same"), ["path"]);
  await open(`${two}/example?idx=0`);
  assert.deepEqual(await page.locator(".card h3 .cut").allInnerTexts(), ["before.json: model", "after.json: model"]);
});

await check("the playground asks the release as one types", async () => {
  await open(`${few}/playground`);
  await page.waitForSelector(".completions li");
  await page.click(".cm-content");
  await page.keyboard.press("Control+A");
  await page.keyboard.type("import os\nos.pa");
  await page.waitForFunction(() => /"pa" typed/.test(document.getElementById("answer").innerText));
  assert.match(await text(".completions"), /path/);
  await page.keyboard.press("ArrowLeft");
  await page.waitForFunction(() => /"p" typed/.test(document.getElementById("answer").innerText));
  await page.click("summary:has-text('Program graph')");
  await page.waitForSelector(".graph canvas");
  await page.click("summary:has-text('What the model sees')");
  assert.ok(!(await isPlaceholderSeen()));
});

await check("runs have curves without a tick; times, models and notes can be read", async () => {
  await open(`${few}/runs`);
  await page.waitForSelector(".plots canvas");
  assert.match(await text("figcaption"), /validation\/accuracy/);
  const rows = page.locator(".runs tbody tr");
  assert.equal(await rows.count(), 3);
  const first = await rows.nth(1).innerText();
  assert.match(first, /1 Jan 2020, \d\d:\d\d · train/);
  assert.match(first, /wide 0123456789ab/);
  assert.match(first, /1 h 5 min/);
  assert.match(first, /accuracy 60\.0 %/);
  assert.match(first, /twice the <b>width<\/b>/);
  assert.match(await rows.nth(0).innerText(), /running/);
  assert.match(await page.locator("section[aria-label='Parameters that differ'] tr").allInnerTexts().then((t) => t.join("\n")),
    /steps[^]*session\.random_seed/);
});

await check("the curves of a run that goes on grow by themselves", async () => {
  const points = () => page.locator(".plots").getAttribute("data-points").then(Number);
  const before = await points();
  await appendFile(`${running}/curve.jsonl`, '{"step": 5, "train/loss": 0.25, "validation/accuracy": 0.9}\n{"step": 6, "tra');
  await page.waitForFunction((n) => Number(document.querySelector(".plots").dataset.points) === n, before + 1);
  assert.match(await text("figure[aria-label='validation/accuracy'] .readout"), /step 5/);
});

await check("runs are chosen, filtered, smoothed and searched for where they stand", async () => {
  await page.locator(".runs input").nth(2).check();
  await page.waitForFunction(() => document.querySelectorAll(".legend[aria-label='Runs shown'] li").length === 3);
  assert.equal(new URL(page.url()).searchParams.getAll("run").length, 3);
  const shown = () => page.locator("figure[aria-label='train/loss'] .readout").innerText();
  await page.locator("input[aria-label='smoothing']").fill("0");
  const raw = await shown();
  await page.locator("input[aria-label='smoothing']").fill("0.9");
  assert.notEqual(await shown(), raw);
  await page.click(".choice label:has-text('validations')");
  assert.match(await text(".runs tbody"), /validate attribute/);
  await page.click(".choice label:has-text('all')");
  await page.fill("#search", "twice");
  assert.equal(await page.locator(".runs tbody tr").count(), 1);
});

await check("pages of validations are shown, shut in", async () => {
  await open(`${few}/validations`);
  const frame = page.frameLocator("iframe");
  await frame.locator("h1:has-text('Hostile')").waitFor();
  assert.equal(await frame.locator("body").getAttribute("data-owned"), null);
  const answer = await fetch(`${few}/api/validation?name=validation.html`);
  assert.match(answer.headers.get("content-security-policy"), /default-src 'none'.*sandbox/);
  for (const name of ["../validation.html", "secret.html", "validation-link.html", "metainfo.json"]) {
    assert.equal((await fetch(`${few}/api/validation?name=${encodeURIComponent(name)}`)).status, 404, name);
  }
  assert.ok(blocked.length > 0, "the browser ran nothing of it");
  for (const viewport of WINDOWS) {
    await page.setViewportSize(viewport);
    await open(`${real}/validations`);
    assert.deepEqual(await page.locator(".title .tabs a").allInnerTexts(),
      ["Attributes", "Names and words", "Whole calls", "Whole expressions", "Single decisions"]);
    await page.frameLocator("iframe").locator("h1").waitFor();
    assert.deepEqual(await tooWide(page.frames().at(-1)), [], `${viewport.width}`);
  }
});

await check("nothing is wider than the window, no line covers another, all that can be used has a name", async () => {
  const pages = ["/", "/examples", "/example?idx=0", "/example?idx=1&view=tree", "/playground", "/runs", "/example?idx=2&view=graph"].map((path) => real + path);
  pages.push(...["/examples", "/example?idx=3", "/example?idx=4", "/runs", "/validations"].map((path) => few + path));
  for (const address of pages) {
    await open(address);
    assert.ok(!(await isPlaceholderSeen()), address);
    assert.deepEqual(await nameless(), [], address);
    for (const viewport of WINDOWS) {
      await page.setViewportSize(viewport);
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      assert.deepEqual(await tooWide(), [], `${address} at ${viewport.width}`);
      assert.deepEqual(await overlapping(), [], `${address} at ${viewport.width}`);
    }
  }
  await page.setViewportSize(WINDOWS[0]);
});

await check("the page's files are compressed once, kept by browsers, and asked about by their tags", async () => {
  for (const file of ["/app.js", "/app.css"]) {
    const plain = await fetch(few + file, { headers: { "Accept-Encoding": "identity" } });
    assert.equal(plain.headers.get("content-encoding"), null);
    const whole = await plain.text();
    const packed = await fetch(few + file, { headers: { "Accept-Encoding": "gzip, br" } });
    assert.equal(packed.headers.get("content-encoding"), "br");
    assert.ok(Number(packed.headers.get("content-length")) * 3 < whole.length + 900, file);
    assert.equal(await packed.text(), whole);
    const tag = packed.headers.get("etag");
    assert.ok(tag && tag !== plain.headers.get("etag"));
    assert.equal(packed.headers.get("cache-control"), "no-cache");
    const again = await fetch(few + file, { headers: { "Accept-Encoding": "gzip, br", "If-None-Match": tag } });
    assert.equal(again.status, 304);
    assert.equal(await again.text(), "");
    const refused = await fetch(few + file, { headers: { "Accept-Encoding": "br;q=0" } });
    assert.equal(refused.headers.get("content-encoding"), null);
  }
  // Nothing is compressed while somebody waits for it.
  for (const path of ["/api/index", "/api/runs", "/api/example?idx=4", "/"]) {
    const answer = await fetch(few + path, { headers: { "Accept-Encoding": "gzip, br" } });
    assert.equal(answer.headers.get("content-encoding"), null, path);
  }
  const taken = [];
  const listen = (r) => r.url().endsWith("/app.js") && taken.push(r);
  page.on("response", listen);
  await open(few);
  await open(`${few}/runs`);
  page.off("response", listen);
  assert.equal(taken.length, 2);
  for (const response of taken) {
    assert.equal((await response.request().sizes()).responseBodySize, 0, "app.js is not sent again");
  }
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
  }
});

await end("viewer.mjs");
