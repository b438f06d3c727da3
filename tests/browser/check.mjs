// Opens reports in a headless Chromium and checks what a reader meets. See README.md.

import { mkdtempSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const LARGEST = 3_000_000; // bytes of a report
const WIDTHS = [1280, 768, 390, 320]; // CSS pixels; 320 is WCAG 2.2, 1.4.10
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const reports = process.argv.slice(2);
if (reports.length === 0) {
  console.error("usage: node check.mjs REPORT.html …");
  process.exit(2);
}

const profile = mkdtempSync(join(tmpdir(), "uptake-browser-"));
const browser = await chromium.launchPersistentContext(profile, {
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  headless: true,
  args: [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
  ],
});

let problems = 0;
const problem = (words) => { problems += 1; console.log(`  PROBLEM ${words}`); };

for (const report of reports) {
  console.log(report);
  const pictures = join(dirname(resolve(report)), "pictures");
  mkdirSync(pictures, { recursive: true });
  const stem = basename(report, ".html");
  const bytes = statSync(report).size;
  if (bytes > LARGEST) problem(`${bytes} bytes`);

  const page = await browser.newPage();
  page.on("request", (request) => {
    if (!/^(file|data):/.test(request.url())) problem(`asks the network for ${request.url()}`);
  });
  page.on("console", (message) => problem(`says ${message.text()}`));
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    await page.goto(pathToFileURL(resolve(report)).href);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    if (wide > width) problem(`scrolls sideways at ${width} px: ${wide} px`);
    if (width === WIDTHS[0]) {
      const bottom = await page.evaluate(() => Math.max(...[...document.querySelectorAll(
        "#answer > h2 + p, #answer > figure:first-of-type svg, #answer > .facts, #answer > .scroll",
      )].map((part) => part.getBoundingClientRect().bottom)));
      if (bottom > 900) problem(`the answer, the first chart and its figures end at ${bottom} px, not on one screen`);
    }
    await page.screenshot({ path: join(pictures, `${stem}-${width}.png`), fullPage: true });
    // All closed, as a reader meets it, and all open, so that tables are looked at too.
    for (const [open, colorScheme] of [[false, "light"], [true, "light"], [true, "dark"]]) {
      await page.emulateMedia({ colorScheme });
      await page.evaluate((open) => {
        for (const d of document.querySelectorAll("details")) d.open = open;
      }, open);
      await page.evaluate(axe);
      const found = await page.evaluate(
        (values) => axe.run(document, { runOnly: { type: "tag", values } }), RULES);
      for (const v of found.violations) {
        problem(`${v.id} at ${width} px, ${colorScheme}: ${v.help}; ${v.nodes.length} places, such as ${v.nodes[0].html}`);
      }
    }
    await page.emulateMedia({ colorScheme: "light" });
    const wideOpen = await page.evaluate(() => document.documentElement.scrollWidth);
    if (wideOpen > width) problem(`scrolls sideways at ${width} px with all open: ${wideOpen} px`);
  }

  // Tables can be sorted from the keyboard, and a month read off the chart of coverage.
  const opened = await page.evaluate(() => {
    for (const d of document.querySelectorAll("details")) d.open = true;
    return document.querySelectorAll(".scroll th button").length;
  });
  if (opened) {
    const head = page.locator(".scroll th:has(button)").first();
    await head.locator("button").focus();
    for (const way of ["ascending", "descending", null]) {
      await page.keyboard.press("Enter");
      if ((await head.getAttribute("aria-sort")) !== way) problem(`a table does not sort ${way}`);
    }
  } else problem("no table can be sorted");
  const fan = page.locator("figure[data-plot]").first();
  if (await fan.count()) {
    await fan.locator(".picture").focus();
    await page.keyboard.press("End");
    const words = await fan.locator(".read-out").textContent();
    const last = (await fan.locator("tbody tr").last().allTextContents()).join("");
    if (!last.startsWith(words.split(":")[0])) problem(`the chart reads ${words} and not ${last}`);
    if ((await fan.locator(".read-out").getAttribute("aria-live")) !== "polite") {
      problem("what is read off the chart is not told politely");
    }
  } else problem("no month can be read off a chart");

  // Nothing moves until it is asked to; then it runs, pauses, and can show the end again.
  if (await page.locator("#roll-out-play").count()) {
    const running = () => page.evaluate(() =>
      document.getAnimations().filter((a) => a.playState === "running").length);
    if (await running()) problem("the roll-out moves before it is asked to");
    await page.locator("#roll-out-play").check();
    await page.waitForTimeout(1200);
    if (!(await running())) problem("the roll-out does not play");
    await page.locator(".roll-out svg").screenshot({ path: join(pictures, `${stem}-roll-out.png`) });
    await page.locator("#roll-out-pause").check();
    await page.waitForTimeout(50);
    if (await running()) problem("the roll-out does not pause");
    await page.locator("#roll-out-end").check();
    if (await running()) problem("the roll-out does not go back to its end");
  }

  await page.goto(pathToFileURL(resolve(report)).href);
  await page.setViewportSize({ width: 1280, height: 900 });
  writeFileSync(join(pictures, `${stem}.pdf`), await page.pdf({ preferCSSPageSize: true, printBackground: true }));
  await page.close();
}

await browser.close();
rmSync(profile, { recursive: true, force: true });
console.log(problems === 0 ? "no problem" : `${problems} problems`);
process.exit(problems === 0 ? 0 : 1);
