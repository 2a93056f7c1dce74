// The viewer with 10,000 examples: quick, and few of them in the page.
//   node many.mjs URL
import assert from "node:assert/strict";
import { check, end, open, overlapping, page, text, tooWide } from "./browser.mjs";

const [many] = process.argv.slice(2);

await check("10,000 examples are quick, and few of them are in the page", async () => {
  for (const path of ["/", "/examples"]) {
    const start = Date.now();
    await open(many + path);
    const took = Date.now() - start;
    console.log(`${path}: ${took} ms until it can be used`);
    assert.ok(took < 5000, `${took} ms`);
    assert.match(await text("h1"), /^10,000/);
    assert.ok((await page.locator(".row, tbody tr").count()) < 250);
  }
});

await check("filtering, scrolling and jumping to the end do not wait", async () => {
  await page.locator(".rows").focus();
  await page.keyboard.press("End");
  await page.waitForSelector(".row.chosen a:has-text('9999')");
  const start = Date.now();
  await page.fill("#search", "Kind42");
  await page.waitForFunction(() => /^103 of/.test(document.querySelector("h1").textContent));
  assert.ok(Date.now() - start < 2000, `${Date.now() - start} ms`);
});

await check("at any place of the list no row covers another", async () => {
  for (const width of [1400, 420]) {
    await page.setViewportSize({ width, height: 800 });
    await open(`${many}/examples`);
    for (const part of [0, 0.31, 1]) {
      await page.locator(".rows").evaluate((e, at) => (e.scrollTop = at * e.scrollHeight), part);
      await page.waitForTimeout(50);
      assert.deepEqual(await overlapping(), []);
      assert.deepEqual(await tooWide(), []);
    }
  }
});

await end("many.mjs");
