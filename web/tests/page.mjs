// The page in a real browser, held to the program that is installed.
//
//   node web/tests/page.mjs DIST UPTAKE            (web/test-page finds both, and a browser)
//   node web/tests/page.mjs DIST UPTAKE native     the page that `uptake serve` serves
//
// Environment: CHROMIUM, the browser; UPTAKE_TEST_MOVES, how often thirty fast moves are made.

import assert from "node:assert/strict";
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { cpus, loadavg, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { serve } from "./server.mjs";

const [dist, uptake] = process.argv.slice(2, 4).map((path) => resolve(path));
const native = process.argv[4] === "native";
const require = createRequire(join(process.cwd(), "package.json"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const scenarios = new URL("../../scenarios/", import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), "uptake-page-"));
const MOVES = Number(process.env.UPTAKE_TEST_MOVES ?? 3);
/** So many futures are enough for digits. */
const FEW = 12;
const LONG = { timeout: 240_000 };

const host = native ? await programme() : await serve(dist);

/** The page that the program serves. */
async function programme() {
  const child = spawn(uptake, ["serve", "--port", "0"], { stdio: ["ignore", "pipe", "ignore"] });
  const url = await new Promise((said) => child.stdout.once("data", (bytes) => said(bytes.toString().trim())));
  return { url, close: () => new Promise((ended) => { child.once("exit", ended); child.kill("SIGTERM"); }) };
}

// Whatever else a page may ask for, no other host has an address.
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"],
});
const asked = [];

async function fresh(options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: "reduce", ...options });
  context.on("request", (request) => asked.push(request.url()));
  const page = await context.newPage();
  page.faults = [];
  page.on("pageerror", (error) => page.faults.push(error.message));
  page.on("console", (message) => message.type() === "error" && page.faults.push(message.text()));
  page.on("dialog", (dialog) => { page.faults.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  return page;
}

async function opened(hash = "", few = FEW, options = {}) {
  const page = await fresh(options);
  await page.goto(`${host.url}?futures=${few}${hash}`);
  await settled(page);
  return page;
}

async function settled(page) {
  await page.waitForFunction(() => ["settled", "failed"].includes(document.body.dataset.state), null, LONG);
  const state = await page.evaluate(() => document.body.dataset.state);
  assert.equal(state, "settled", state === "failed" ? await text(page, "#problems") : "");
}
const text = async (page, id) => (await page.locator(id).textContent()).replaceAll("\u00a0", " ").trim();
const one = (words) => words.replaceAll("\u00a0", " ").replace(/\s+/g, " ").trim();
const close = async (page) => { assert.deepEqual(page.faults, []); await page.context().close(); };

async function downloaded(page, id) {
  await page.locator("#files > summary").click();
  const [file] = await Promise.all([page.waitForEvent("download", LONG), page.locator(id).click()]);
  return readFileSync(await file.path());
}

/** What `uptake run` prints and writes. */
function run(file, set, few) {
  const out = join(folder, `run-${Math.random()}`);
  const args = ["run", file, "--replicates", String(few), "-o", out, ...set.flatMap((s) => ["--set", s])];
  const said = one(execFileSync(uptake, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }));
  return { said, csv: readFileSync(join(out, "coverage.csv")) };
}

/** Of the folder alone. */
const ALONE = /offline|weighs/;
const only = process.env.UPTAKE_TEST_ONLY;
let failures = 0;
async function test(name, body) {
  if (native && ALONE.test(name)) return;
  if (only && !new RegExp(only).test(name)) return;
  const before = performance.now();
  try {
    const note = await body();
    console.log(`ok    ${name} (${((performance.now() - before) / 1000).toFixed(1)} s)${note ? `: ${note}` : ""}`);
  } catch (error) {
    failures += 1;
    console.log(`FAILS ${name}: ${error.stack}`);
  }
}

// ---- the same digits ------------------------------------------------------------------------------

const mandate = '\n[[event]]\nevent = "mandate"\nweek = 104\nsize = 1.0\n';
const backfill = '\n[[intervention]]\nlever = "backfill"\nstart = 0\nintensity = 0.8\n';
const CASES = [
  ["the region as it is", "", "cambridgeshire", [], ""],
  ["facilitators and an end", "#team.facilitators.count=6&money.ends=2029-01-01", "cambridgeshire", ["team.facilitators.count=6", "money.ends=2029-01-01"], ""],
  ["a plan of the gallery with changes", "#base=double-team&policy.order=senders_first&target.1.at_least=0.2", "double-team", ["policy.order=senders_first", "target.1.at_least=0.2"], ""],
  ["a mandate and paid training", "#mandate=104&backfill=0.8", "cambridgeshire", [], backfill + mandate],
  ["a county of care homes", "#base=care-home-county&size=0.5", "care-home-county", ["region.cambridgeshire.size=0.5"], ""],
  ["an end that is put off", "#base=funding-ends&money.ends=2140-01-01&skill.attend=0.9", "funding-ends", ["money.ends=2140-01-01", "skill.attend=0.9"], ""],
];

for (const [name, hash, base, set, more] of CASES) {
  await test(`the digits of uptake run: ${name}`, async () => {
    const file = join(folder, `${base}.toml`);
    writeFileSync(file, readFileSync(`${scenarios}${base}.toml`, "utf8") + more);
    const native = run(file, set, FEW);
    const page = await opened(hash);
    const headline = await text(page, "#answer");
    assert.ok(native.said.includes(headline), `${headline}\n${native.said}`);
    const middle = await text(page, "#sub");
    assert.ok(native.said.includes(/The middle result.*/.exec(middle)[0]), middle);

    // Every point of the curve, from what the chart is drawn of.
    const rows = native.csv.toString().split("\n").map((line) => line.split(","));
    const curve = rows.filter((r) => r[3] === "organisations.real_use" && r[5] === "all");
    const table = await page.locator("#fan-table tbody tr").evaluateAll((all) => all.map((row) => [...row.cells].map((c) => c.textContent)));
    assert.ok(table.length > 15);
    for (const [date, p05, p25, p50, p75, p95, of] of table) {
      const there = curve.find((r) => r[2] === date);
      assert.deepEqual([of, there[8], p05, p25, p50, p75, p95], [there[7], String(FEW), ...there.slice(10)]);
    }
    const csv = await downloaded(page, "#save-csv");
    assert.ok(csv.equals(native.csv), "coverage.csv differs");

    // The scenario that is saved gives them again.
    const saved = join(folder, "saved.toml");
    writeFileSync(saved, await downloaded(page, "#save-toml"));
    assert.ok(run(saved, [], FEW).csv.equals(native.csv), "the saved scenario gives another table");
    await close(page);
    return `${headline.slice(0, 70)} …; ${csv.length} bytes of coverage.csv, ${rows.length - 2} rows`;
  });
}

await test("two plans: the sentences of uptake compare", async () => {
  const [a, b] = ["cambridgeshire", "senders-first"];
  const args = ["compare", ...[a, b].map((name) => `${scenarios}${name}.toml`), "--replicates", "24", "-o", join(folder, "compared")];
  const printed = execFileSync(uptake, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  const said = one(printed).replaceAll(a, "Plan A").replaceAll(b, "Plan B");
  const page = await opened("#base=senders-first", 24);
  const sentences = await page.locator("#pairs .pair > div:first-child p").allTextContents();
  assert.equal(sentences.length, 3);
  for (const sentence of sentences) assert.ok(said.includes(one(sentence)), `${sentence}\n${said}`);
  assert.equal(await page.locator("#pairs circle").count(), 24);
  await close(page);
  return sentences[0].slice(0, 90);
});

// ---- moves -----------------------------------------------------------------------------------------

await test("thirty fast moves leave one answer, the last; nothing stale is shown as current", async () => {
  const answers = new Map();
  for (const last of [3, 5]) {
    const page = await opened(`#team.facilitators.count=${[0, 1, 2, 3, 4, 6, 8][last]}`, 32);
    answers.set(last, await text(page, "#answer"));
    await close(page);
  }
  assert.notEqual(answers.get(3), answers.get(5));
  const page = await fresh();
  await page.goto(`${host.url}?futures=32`);
  await settled(page);
  const seen = [];
  await page.exposeFunction("saw", (...what) => seen.push(what));
  await page.evaluate(() => {
    window.current = "";
    const slider = document.getElementById("c-team-facilitators-count");
    slider.addEventListener("input", () => { window.current = slider.value; }, true);
    const look = () => {
      const shows = document.body.dataset.state !== "working";
      const past = [...document.querySelectorAll(".result")].some((part) => part.classList.contains("past"));
      window.saw(document.getElementById("answer").textContent, shows, past, location.hash, window.current);
    };
    new MutationObserver(look).observe(document.getElementById("answer"), { childList: true });
  });
  for (let round = 0; round < MOVES; round++) {
    const last = round % 2 ? 3 : 5;
    await page.evaluate(async (last) => {
      const slider = document.getElementById("c-team-facilitators-count");
      for (let move = 0; move < 30; move++) {
        slider.value = move === 29 ? last : (move * 5) % 7;
        slider.dispatchEvent(new Event("input", { bubbles: true }));
        await new Promise((next) => (move % 3 ? next() : setTimeout(next, move * 4)));
      }
    }, last);
    await page.waitForFunction(() => document.body.dataset.state === "settled" && document.body.dataset.futures === "32", null, LONG);
    assert.equal(await text(page, "#answer"), answers.get(last), `round ${round}`);
    await page.waitForTimeout(300); // nothing may come after the answer
    assert.equal(await text(page, "#answer"), answers.get(last), `round ${round}, later`);
    assert.ok((await page.evaluate(() => location.hash)).includes(`count=${last === 3 ? 3 : 6}`));
  }
  const levels = ["0", "1", "2", "3", "4", "6", "8"];
  for (const [words, shows, past, hash, current] of seen) {
    if (words.startsWith("Simulating")) assert.ok(past, "what is on screen is not marked as past");
    else {
      assert.ok(shows);
      const stated = /count=(\d)/.exec(hash)?.[1] ?? "2";
      assert.equal(stated, levels[current], "an answer beside another plan");
    }
  }
  await close(page);
  return `${MOVES} times, ${seen.length} changes of the sentence`;
});

await test("a link holds the differences and restores them", async () => {
  const page = await opened("#policy.refresher_weeks=13&mandate=156&A.base=double-team");
  const headline = await text(page, "#answer");
  assert.equal(await page.locator("#c-policy-refresher_weeks").getAttribute("aria-valuetext"), "every 3 months");
  assert.equal(await page.locator("#c-mandate").getAttribute("aria-valuetext"), "after 3 years");
  assert.equal(await text(page, "#against-name"), "“Twice the team”");
  const link = await page.evaluate(() => location.href);
  assert.match(link, /#mandate=156&policy.refresher_weeks=13&A.base=double-team$/);
  const again = await fresh();
  await again.goto(link);
  await settled(again);
  assert.equal(await text(again, "#answer"), headline);
  await again.locator("#again").click();
  await again.waitForFunction(() => !location.hash.includes("mandate"));
  await settled(again);
  assert.notEqual(await text(again, "#answer"), headline);
  await Promise.all([close(page), close(again)]);
});

// ---- files --------------------------------------------------------------------------------------------

const upload = (page, ...files) => page.locator("#upload").setInputFiles(files.map(([name, body]) => ({ name, mimeType: "text/plain", buffer: Buffer.from(body) })));

await test("a bad file: the messages of uptake check, at their places", async () => {
  const bad = 'title = "Ours"\nweeks = "many"\n\n[team.facilitators]\ncuont = 4\n\n[skill]\nattend = 1.4\n';
  const file = join(folder, "bad.toml");
  writeFileSync(file, bad);
  const { problems } = JSON.parse(spawnSync(uptake, ["check", "bad.toml", "--format", "json"], { cwd: folder, encoding: "utf8" }).stdout);
  assert.equal(problems.length, 3);
  const page = await opened();
  const before = await text(page, "#answer");
  await upload(page, ["bad.toml", bad]);
  await page.locator("#problems li").first().waitFor();
  const shown = await page.locator("#problems li").allTextContents();
  problems.forEach((p, i) => {
    assert.ok(shown[i].startsWith(`bad.toml:${p.line}:${p.column} ${p.message}`), `${shown[i]}\n${JSON.stringify(p)}`);
    if (p.help) assert.ok(shown[i].includes(p.help), shown[i]);
  });
  assert.equal(await text(page, "#answer"), before, "the plan before stays");
  await close(page);
  return shown[1].split("\n")[0];
});

await test("a file of one's own, with its list of organisations", async () => {
  const list = "name,kind,system,staff,state\nA,gp_practice,emis,30,live\nB,ward,paper,50,mapped\n";
  const ours = 'title = "Ours"\nweeks = 60\norganisations = "ours.csv"\n';
  writeFileSync(join(folder, "ours.csv"), list);
  writeFileSync(join(folder, "ours.toml"), ours);
  const page = await opened();
  await upload(page, ["ours.toml", ours]);
  await page.locator("#problems li").first().waitFor();
  assert.match(await text(page, "#problems"), /did not come with the scenario/);
  await upload(page, ["ours.toml", ours], ["ours.csv", list]);
  await page.waitForFunction(() => document.getElementById("answer").textContent.includes("of 2 organisations"), null, LONG);
  await settled(page);
  const csv = await downloaded(page, "#save-csv");
  assert.ok(csv.equals(run(join(folder, "ours.toml"), [], FEW).csv));
  await close(page);
});

await test("markup in every text stays words", async () => {
  const mark = '<img src=x onerror="alert(1)"><script>alert(2)</script>';
  const q = JSON.stringify(mark);
  const evil = `title = ${q}\nquestion = ${q}\nweeks = 20\n[kind.ward]\nlabel = ${q}\n[team.facilitators]\nlabel = ${q}\n[region.cambridgeshire]\nlabel = ${q}\n`;
  const page = await opened(`#x${encodeURIComponent(mark)}=${encodeURIComponent(mark)}`);
  await upload(page, [`${mark.replaceAll("/", "")}.toml`, evil]);
  await page.waitForFunction(() => document.getElementById("question").textContent.includes("onerror"), null, LONG);
  await settled(page);
  assert.equal(await page.locator("main img, main script, .rest img, .rest script").count(), 0);
  await upload(page, ["b.toml", `${evil}${mark} = 3\n`]);
  await page.locator("#problems li").first().waitFor();
  assert.equal(await page.locator("main img, main script").count(), 0);
  const bad = await fresh();
  await bad.goto(`${host.url}?futures=8#policy.order=${encodeURIComponent(mark)}`);
  await bad.locator("#problems li").first().waitFor();
  assert.match(await text(bad, "#problems"), /policy.order|one of/);
  await Promise.all([close(page), close(bad)]);
});

// ---- for everybody ---------------------------------------------------------------------------------

for (const [width, colorScheme] of [[320, "light"], [768, "light"], [1280, "light"], [1280, "dark"], [390, "dark"]]) {
  await test(`axe finds nothing at ${width} px, ${colorScheme}`, async () => {
    const page = await opened("#team.facilitators.count=6&money.ends=2029-01-01", FEW, { viewport: { width, height: 800 }, colorScheme, bypassCSP: true });
    for (const group of await page.locator("details > summary").all()) await group.click();
    await page.locator("#find").fill("attend");
    await page.locator(".found li").first().waitFor();
    await upload(page, ["bad.toml", 'weeks = "many"\n']);
    await page.locator("#problems li").first().waitFor();
    await page.addScriptTag({ content: axe });
    const { violations, passes } = await page.evaluate(() => window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
    assert.deepEqual(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 120)).join(" | ")}`), []);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= width, `the page is ${wide} px wide`);
    await close(page);
    return `${passes.length} rules passed`;
  });
}

await test("keyboard only: from the top to another plan, a table and plan A", async () => {
  const page = await opened();
  const focused = () => page.evaluate(() => document.activeElement.id || document.activeElement.textContent.slice(0, 60));
  const tabTo = async (wanted) => {
    for (let i = 0; i < 80; i++) {
      await page.keyboard.press("Tab");
      if ((await focused()).startsWith(wanted)) return;
    }
    assert.fail(`Tab never comes to ${wanted}`);
  };
  await page.keyboard.press("Tab");
  assert.equal(await focused(), "To the answer");
  await page.keyboard.press("Enter");
  assert.equal(await focused(), "answer");
  const before = await text(page, "#answer");
  await tabTo("Table behind the chart");
  await page.keyboard.press("Enter");
  assert.ok(await page.locator("#fan-table table").isVisible());
  await tabTo("c-team-facilitators-count");
  for (let i = 0; i < 4; i++) await page.keyboard.press("ArrowRight");
  await settled(page);
  const after = await text(page, "#answer");
  assert.notEqual(after, before);
  assert.equal(await text(page, "#live"), after, "the live region says it");
  await tabTo("All parameters");
  await page.keyboard.press("Enter");
  await tabTo("find");
  await page.keyboard.type("skill.attend");
  await page.locator(".found li").first().waitFor();
  await tabTo("p0");
  await page.keyboard.press("Control+A");
  await page.keyboard.type("2");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.querySelector(".wrong").textContent.includes("0..1"), null, LONG);
  await page.keyboard.press("Control+A");
  await page.keyboard.type("0.5");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => location.hash.includes("skill.attend=0.5"), null, LONG);
  await settled(page);
  await tabTo("keep");
  await page.keyboard.press("Enter");
  await settled(page);
  assert.match(await text(page, "#against-name"), /“As now” with 2 changes/);
  await close(page);
});

// ---- alone -----------------------------------------------------------------------------------------------

await test("works offline once loaded", async () => {
  const other = await serve(dist);
  const page = await fresh();
  await page.goto(`${other.url}?futures=8`);
  await settled(page);
  const before = await text(page, "#answer");
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null, null, LONG);
  await other.close();
  await page.context().setOffline(true);
  await page.goto(`${other.url}?futures=8#base=double-team`);
  await page.reload();
  await settled(page);
  assert.notEqual(await text(page, "#answer"), before);
  await page.context().close();
});

await test("what it weighs", async () => {
  let [all, packed] = [0, 0];
  for (const name of readdirSync(dist, { recursive: true })) {
    const file = join(dist, name);
    if (!statSync(file).isFile()) continue;
    const bytes = readFileSync(file);
    all += bytes.length;
    packed += gzipSync(bytes, { level: 9 }).length;
  }
  assert.ok(packed <= 1_500_000, `${packed} bytes with gzip`);
  return `${all} bytes, ${packed} with gzip`;
});

await test("how long it takes", async () => {
  const page = await fresh();
  const at = (futures) => page.waitForFunction((n) => Number(document.body.dataset.futures) >= n, futures, LONG);
  await page.goto(host.url);
  await at(8);
  const first = await page.evaluate(() => performance.now());
  await at(100);
  const hundred = await page.evaluate(() => performance.now());
  const moved = await page.evaluate(async () => {
    const slider = document.getElementById("c-team-facilitators-count");
    const before = performance.now();
    slider.value = "4";
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    while (document.body.dataset.state === "working") await new Promise(requestAnimationFrame);
    return performance.now() - before;
  });
  await close(page);
  const s = (ms) => `${(ms / 1000).toFixed(2)} s`;
  return `first curve ${s(first)} after navigation, 100 futures ${s(hundred)}, a moved slider's first curve ${s(moved)} (${cpus().length} processors, load ${loadavg()[0].toFixed(1)})`;
});

await test("no request leaves its origin", async () => {
  const away = asked.filter((url) => !/^(http:\/\/127\.0\.0\.1:\d+\/|blob:http:\/\/127\.0\.0\.1)/.test(url));
  assert.deepEqual(away, []);
  return `${asked.length} requests`;
});

await browser.close();
await host.close();
rmSync(folder, { recursive: true, force: true });
if (failures > 0) {
  console.log(`${failures} failed`);
  process.exit(1);
}
