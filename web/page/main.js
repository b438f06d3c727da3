// The page: a plan on the left, what follows from it on the right.

import { Problems, Replaced } from "./asking.js";
import { CONTROLS, Rail } from "./controls.js";
import { by, el, table } from "./dom.js";
import { Engine, OFFLINE } from "./engine.js";
import { fan } from "./fan.js";
import { listed, opened, save } from "./files.js";
import { Parameters } from "./parameters.js";
import * as plans from "./plan.js";
import { dots, ladder, money, sideBySide, atEnd } from "./views.js";
import { brief, count, futures, month, percent, pounds } from "./words.js";

/** What is asked about every plan. */
const MEASURES = ["organisations.real_use", "organisations.live", "staff.access", "staff.competent", "staff.monthly",
  "staff.weekly", "staff.daily", "patients.true_current", "project.spend"];
const REAL_USE = MEASURES[0];
/** So many futures are shown at once, then so many more. */
const STEPS = [8, 32, 100, 400];
/** Of a scenario that is slow to simulate, fewer. */
const SLOW_STEPS = [1, 4, 8, 32, 100];
/** Weeks lived by posts from which one is slow: five times the built-in region. */
const SLOW = 7e6;
/** From so many on the answer is read out. */
const SETTLED = 100;
/** More than these come in by themselves only where there is memory for them. */
const LITTLE_MEMORY_GB = 4;

/** @typedef {import("./asking.js").Sound} Sound */
/** @typedef {{ file: plans.File, sound: Sound, stated: plans.Stated }} Base */

/** @type {Map<string, Promise<Base>>} */
const bases = new Map();
/** @type {Engine} */
let engine;
/** @type {Base | undefined} */
let base;
let { plan, against } = plans.linked(location.hash);
/** Which change of the plan is the last. */
let turn = 0;
/** What is on screen and belongs to the plan. @type {any} */
let shown = null;
/** The curve of the plan before. @type {any} */
let before = null;
/** The week that is read off; none: the last. @type {number | null} */
let week = null;

// ---- the scenario that a plan begins with ------------------------------------------------------

/** @param {plans.Plan} of @returns {Promise<Base>} */
function baseOf(of) {
  const name = of.base === plans.OWN && of.file ? `${plans.OWN}:${of.file.name}:${of.file.text}:${of.file.organisations}` : of.base;
  let known = bases.get(name);
  if (!known) {
    known = read(of);
    known.catch(() => bases.delete(name));
    bases.set(name, known);
  }
  return known;
}

/** @param {plans.Plan} of @returns {Promise<Base>} */
async function read(of) {
  let file = of.file;
  if (of.base !== plans.OWN || !file) {
    const answer = await fetch(`gallery/${of.base}.toml`);
    if (!answer.ok) throw new Error(`The plan ${of.base} could not be loaded.`);
    file = { name: `${of.base}.toml`, text: await answer.text() };
  }
  const sound = await engine.ask({ ask: "check", plan: { name: file.name, scenario: file.text, organisations: file.organisations, set: [] } });
  return { file, sound, stated: plans.stated(sound) };
}

// ---- a change -----------------------------------------------------------------------------------

/** @param {string} key @param {string | null} value */
function change(key, value) {
  plan = plans.copy(plan);
  if (value === null) plan.changes.delete(key);
  else plan.changes.set(key, value);
  update();
}

/** Everything that follows from a change of the plan. */
async function update() {
  const mine = ++turn;
  engine.begin();
  stale();
  remember();
  try {
    const current = await baseOf(plan);
    if (mine !== turn) return;
    base = current;
    controls();
    const other = against ?? plans.begin();
    const otherBase = await baseOf(other);
    if (mine !== turn) return;
    const asked = plans.asked(plan, current.file, current.stated);
    const held = plans.asked(other, otherBase.file, otherBase.stated);
    await engine.show(asked, held, {
      measures: MEASURES,
      steps: (sound) => steps(sound),
      sound: (sound) => mine === turn && sounds(sound),
      came: (n) => mine === turn && came(n),
      told: (told, beside, most, waits) => mine === turn && tell(told, beside, most, waits),
    });
  } catch (error) {
    if (mine === turn && !(error instanceof Replaced)) failed(error);
  }
}

/** `?futures=32`: so many futures and no more. */
const ONLY = Math.min(Number(new URLSearchParams(location.search).get("futures")) || 0, 10_000);

/** @param {Sound} sound */
function steps(sound) {
  if (ONLY > 0) return [...STEPS.filter((n) => n < ONLY), Math.floor(ONLY)];
  if (sound.staff_weeks > SLOW) return SLOW_STEPS;
  const memory = /** @type {any} */ (navigator).deviceMemory ?? 8;
  return memory < LITTLE_MEMORY_GB ? STEPS.filter((n) => n <= SETTLED) : STEPS;
}

/** What is on screen is no longer the plan's. */
function stale() {
  if (shown) before = shown.curves.get(REAL_USE);
  shown = null;
  by("problems").hidden = true;
  for (const part of document.querySelectorAll(".result")) {
    part.classList.add("past");
    part.setAttribute("aria-busy", "true");
  }
  document.body.dataset.state = "working";
  by("answer").textContent = "Simulating this plan …";
  by("sub").textContent = "";
  by("mini").textContent = "";
  by("live").textContent = "";
  by("read").value = "";
  came(0);
  draw();
}

/** @param {unknown} error */
function failed(error) {
  document.body.dataset.state = "failed";
  before = null;
  draw();
  const text = error instanceof Problems ? "This plan cannot be simulated." : "The simulation has stopped.";
  by("answer").textContent = text;
  by("live").textContent = text;
  problems(text, error);
}

/** @param {string} title @param {unknown} error */
function problems(title, error) {
  const box = by("problems");
  if (error instanceof Problems) box.replaceChildren(...listed(title, error.list));
  else box.replaceChildren(el("h2", {}, title), el("p", {}, error instanceof Error ? error.message : String(error)));
  box.hidden = false;
}

/** The plan's address, with differences only. */
function remember() {
  const other = against && !plans.same(against, plans.begin()) ? plans.link(against, "A.") : "";
  const hash = [plans.link(plan), other].filter(Boolean).join("&");
  history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search);
}

// ---- what is shown ------------------------------------------------------------------------------

const rail = new Rail(by("rail"), change);
const parameters = new Parameters(by("rail"), {
  ask: () => engine.ask({ ask: "parameters" }),
  now: (key) => plan.changes.get(key) ?? (base ? plans.now(base.stated, key) : undefined),
  set: async (key, value) => {
    if (value === null || !base) {
      change(key, null);
      return "";
    }
    const tried = plans.copy(plan);
    tried.changes.set(key, value);
    try {
      await engine.ask({ ask: "check", plan: plans.asked(tried, base.file, base.stated) });
    } catch (error) {
      if (!(error instanceof Problems)) return String(error);
      return error.list.map((p) => `${p.message}${p.help ? ` (${p.help})` : ""}`).join("; ");
    }
    change(key, value);
    return "";
  },
});

function controls() {
  if (!base) return;
  rail.sync(plan, base.stated);
  const own = new Set(CONTROLS.map((c) => c.key));
  parameters.changed([...plan.changes].filter(([key]) => !own.has(key)));
  for (const button of by("gallery").querySelectorAll("button")) {
    button.setAttribute("aria-pressed", String(plan.base === button.dataset.base && plan.changes.size === 0));
  }
  by("again").disabled = plan.changes.size === 0 && plan.base === plans.GALLERY[0][0];
  by("question").textContent = base.stated.question || base.stated.title || "How far does the tool spread?";
  const words = (/** @type {[string, string]} */ [key, value]) => {
    const control = CONTROLS.find((c) => c.key === key);
    return control ? `${control.label.toLowerCase().replace(/^it /, "IT ")}: ${control.say(value)}` : `${key} = ${value}`;
  };
  by("changes").textContent = plan.changes.size ? `With ${[...plan.changes].map(words).join("; ")}.` : "";
}

/** @param {Sound} sound */
function sounds(sound) {
  by("where").textContent = `${sound.title} · ${count(sound.organisations)} organisations`;
  by("progress").max = SETTLED;
  if (sound.staff_weeks > SLOW) by("sub").textContent = "This is a large plan: it takes its time.";
}

/** @param {number} n */
function came(n) {
  by("came").textContent = n === 0 ? "simulating …" : `${futures(n)} in`;
  by("progress").value = Math.min(n, SETTLED);
}

/** Rows of coverage.csv, by measure. @param {string} rows */
function curvesOf(rows) {
  const columns = ["denominator", "replicates", "mean", "p05", "p25", "p50", "p75", "p95"];
  /** @type {Map<string, any>} */
  const curves = new Map();
  for (const line of rows.trimEnd().split("\n").slice(1)) {
    const cells = line.split(",").slice(-14); // a scenario's name may hold commas
    let curve = curves.get(cells[2]);
    if (!curve) {
      curve = { dates: [], text: Object.fromEntries(columns.map((c) => [c, []])), ...Object.fromEntries(columns.map((c) => [c, []])) };
      curves.set(cells[2], curve);
    }
    curve.dates.push(cells[1]);
    columns.forEach((column, i) => {
      curve.text[column].push(cells[6 + i]);
      curve[column].push(Number(cells[6 + i]));
    });
  }
  return curves;
}

/** @param {any} told @param {any} beside @param {number} most @param {boolean} waits for plan A */
function tell(told, beside, most, waits) {
  const first = shown === null;
  shown = { told, beside, most, curves: curvesOf(told.rows), against: beside && beside.noun === told.noun ? curvesOf(beside.rows).get(REAL_USE) : null };
  const curve = shown.curves.get(REAL_USE);
  const last = curve.dates.length - 1;
  if (week === null || week > last) week = last;
  by("week").max = String(last);
  by("week").value = String(week);
  document.body.dataset.state = !waits && (most >= SETTLED || most === lastStep()) ? "settled" : "coming";
  document.body.dataset.futures = String(told.futures);
  const [headline, ...rest] = told.answer;
  by("answer").textContent = headline;
  said(rest);
  by("mini").textContent = headline;
  came(told.futures);
  facts(told);
  if (first) before = null;
  draw();
  below();
  pairs(told, beside, waits);
  by("same").textContent = `The same figures: download the scenario, and run “uptake run ${told.summary.scenario}.toml --replicates ${told.futures}”. Seed ${told.summary.seed}, digest ${told.summary.digest}.`;
  for (const part of document.querySelectorAll(".result")) {
    part.classList.remove("past");
    part.removeAttribute("aria-busy");
  }
  if (document.body.dataset.state === "settled" && by("live").textContent === "") by("live").textContent = headline;
}

/**
 * The sentences after the first: what qualifies it and the middle at once, goals and the rest behind.
 * @param {string[]} rest
 */
function said(rest) {
  // Which command draws parameters is of no use here; that luck alone is in the range stands below.
  const told = rest.filter((s) => !s.includes("--parameter-draws")).map((s) => s.replace(/ \(`uptake [^`]*`\)/g, ""));
  const middle = told.findIndex((s) => s.startsWith("The middle result")) + 1;
  by("sub").textContent = told.slice(0, middle).join(" ");
  by("more").replaceChildren(...told.slice(middle).map((s) => el("p", {}, s)));
}

const lastStep = () => (base ? steps(base.sound).at(-1) : undefined);

/** The month of the last day of money: it ends with December where the day is the first of January. @param {string} ends */
const untilDay = (ends) => brief(new Date(Date.parse(ends) - 86_400_000).toISOString().slice(0, 10));

/** @param {any} told */
function facts(told) {
  const goal = told.summary.targets[0];
  const spend = atEnd(told.summary, "project.spend");
  const patients = atEnd(told.summary, "patients.true_current");
  const ends = base ? (plan.changes.get("money.ends") ?? plans.now(base.stated, "money.ends")) : undefined;
  const kept = base ? Number(plan.changes.get("money.kept_for_maintenance") ?? plans.now(base.stated, "money.kept_for_maintenance") ?? 0) : 0;
  /** @type {[string, string, string][]} */
  const all = [];
  if (goal) {
    const of = goal.measure === REAL_USE ? `${shown.told.noun} in real use` : goal.measure;
    all.push([`Goal: ${goal.at_least <= 1 ? percent(goal.at_least) : count(goal.at_least)} of ${of} by ${brief(goal.date)}`,
      goal.met === 0 ? "met in none" : `met in ${count(goal.met)}`, `of ${futures(goal.replicates)}`]);
  }
  all.push([`Spent by ${brief(spend.date)}`, pounds(spend.p50 ?? 0), `${pounds(spend.p05 ?? 0)} to ${pounds(spend.p95 ?? 0)}`]);
  all.push(["The project's money", ends && ends < "2100" ? `ends ${untilDay(ends)}` : "does not end", ends && ends < "2100" ? `${kept ? percent(kept) : "none"} of the hours kept` : "within these years"]);
  all.push(["Patients with a true and current record", percent(patients.p50 ?? 0), `${percent(patients.p05 ?? 0)} to ${percent(patients.p95 ?? 0)} of ${count(patients.denominator ?? 0)}`]);
  by("facts").replaceChildren(...all.map(([what, value, more]) => el("div", {}, el("dt", {}, what), el("dd", {}, el("b", {}, value), " ", el("span", {}, more)))));
}

function draw() {
  const goal = shown?.told.summary.targets.find((/** @type {any} */ t) => t.measure === REAL_USE);
  const curve = shown?.curves.get(REAL_USE) ?? null;
  const ends = base ? (plan.changes.get("money.ends") ?? plans.now(base.stated, "money.ends")) : undefined;
  const all = curve ? Math.max(...curve.denominator) : 0;
  fan(by("fan"), {
    noun: shown?.told.noun ?? "organisations",
    now: curve,
    before,
    against: shown?.against ?? null,
    courses: by("courses").checked && shown ? shown.told.courses : [],
    goal: goal && curve ? { date: goal.date, level: goal.at_least * all, words: `goal: met in ${goal.met} of ${goal.replicates}` } : null,
    ends: ends && ends !== "none" ? ends : null,
    observed: observed(),
    whole: by("whole").checked,
    week,
  }, { title: "Organisations in real use over time", description: shown ? shown.told.answer[0] : "The plan before, while this one is simulated" });
  if (curve && week !== null) {
    const at = (/** @type {string} */ p) => count(curve[p][week ?? 0] * curve.denominator[week ?? 0]);
    by("read").value = `${month(curve.dates[week])}: ${at("p50")} in the middle, ${at("p05")} to ${at("p95")} in 90 of 100`;
    by("week").setAttribute("aria-valuetext", by("read").value);
  }
}

function observed() {
  const lines = by("observed").value.split("\n").map((/** @type {string} */ line) => /^\s*(\d{4}-\d\d-\d\d)[\s,;]+(\d+)\s*$/.exec(line));
  return lines.filter(Boolean).map((/** @type {RegExpExecArray} */ m) => ({ date: m[1], value: Number(m[2]) }));
}

/** What stands under the chart. */
function below() {
  const { told, curves } = shown;
  const curve = curves.get(REAL_USE);
  const steps = curve.dates.map((/** @type {string} */ d, /** @type {number} */ i) => i).filter((/** @type {number} */ i) => i % 13 === 0 || i === curve.dates.length - 1);
  by("fan-table").replaceChildren(table(`Shares of ${told.noun} in real use, as in coverage.csv`, ["Date", "5 in 100 below", "25 below", "Middle", "25 above", "5 in 100 above", "Of"],
    steps.map((/** @type {number} */ i) => [curve.dates[i], ...["p05", "p25", "p50", "p75", "p95", "denominator"].map((p) => curve.text[p][i])])));
  rungs();
  const spend = money(told.summary.measures.find((/** @type {any} */ m) => m.measure === "project.spend"));
  by("spend-title").textContent = spend.title;
  by("spend-caption").textContent = spend.caption;
  by("spend").replaceChildren(spend.figure);
  by("spend-table").replaceChildren(spend.table);
}

function rungs() {
  const parts = ladder(shown.curves, week ?? 0);
  by("ladder-title").textContent = parts.title;
  by("ladder-caption").textContent = parts.caption;
  by("ladder").replaceChildren(parts.figure);
  by("ladder-table").replaceChildren(parts.table);
}

/** @param {any} told @param {any} beside @param {boolean} waits */
function pairs(told, beside, waits) {
  const place = by("pairs");
  const named = against && !plans.same(against, plans.begin());
  by("against-name").textContent = named ? describe(/** @type {plans.Plan} */ (against)) : "the region as it is now";
  if (waits) {
    place.replaceChildren(el("p", {}, "Plan A is being simulated in the same futures …"));
    return;
  }
  if (!told.beside || !beside) {
    place.replaceChildren(el("p", {}, "Plan A is what is on screen: change something, and the two are compared future by future."));
    return;
  }
  if (told.beside.cannot) {
    place.replaceChildren(el("p", {}, `The futures of these plans cannot be matched: ${told.beside.cannot}.`));
    return;
  }
  const { sentences, differences } = told.beside.compared;
  const [coverage, ...rest] = sentences;
  place.replaceChildren(
    el("div", { class: "pair" },
      el("div", {}, el("p", { class: "say" }, coverage), ...rest.map((/** @type {string} */ s) => el("p", {}, s))),
      el("div", {}, dots(differences, beside.noun), el("p", { class: "caption" }, `Each dot is one future lived twice, once with each plan: how many more ${beside.noun} are in real use at the end with plan B.`))),
    sideBySide(beside, told, told.beside.compared));
}

/** @param {plans.Plan} of */
function describe(of) {
  const name = of.base === plans.OWN ? (of.file?.name ?? "a file") : (plans.GALLERY.find(([id]) => id === of.base)?.[1] ?? of.base);
  return of.changes.size ? `“${name}” with ${of.changes.size} change${of.changes.size === 1 ? "" : "s"}` : `“${name}”`;
}

// ---- what can be done -----------------------------------------------------------------------------

let hush = 0;
/** @param {string} text */
function say(text) {
  const toast = by("toast");
  toast.textContent = text;
  toast.classList.add("on");
  clearTimeout(hush);
  hush = window.setTimeout(() => toast.classList.remove("on"), 4000);
}

/** @param {Iterable<globalThis.File>} files */
async function open(files) {
  try {
    const file = await opened(files);
    const found = { base: plans.OWN, file, changes: new Map() };
    await baseOf(found);
    plan = found;
    update();
    say(`${file.name} is on screen. A link cannot hold it.`);
  } catch (error) {
    problems("The file cannot be opened; the plan before stays.", error);
    by("problems").scrollIntoView({ block: "nearest" });
  }
}

/** @type {AbortController | null} */
let saving = null;

async function saveTable() {
  if (saving) return saving.abort();
  if (!shown || !base) return say("The first futures are not in yet.");
  const most = shown.told.futures;
  const name = shown.told.summary.scenario;
  saving = new AbortController();
  const button = by("save-csv");
  try {
    const bytes = await engine.table(plans.asked(plan, base.file, base.stated), most, (n) => {
      button.textContent = `${n} of ${futures(most)} … (stop)`;
    }, saving.signal);
    save(`coverage-${name}.csv`, /** @type {BlobPart} */ (bytes), "text/csv");
    say(`Saved: ${futures(most)}, every measure and group, as “uptake run --replicates ${most}” writes it.`);
  } catch (error) {
    if (!(error instanceof Replaced)) say(error instanceof Error ? error.message : String(error));
  }
  button.textContent = "Download curves (CSV)";
  saving = null;
}

async function saveText() {
  if (!base) return;
  try {
    const text = await engine.ask({ ask: "write", plan: plans.asked(plan, base.file, base.stated) });
    save(`${base.sound.name}.toml`, text, "text/plain");
    say(`Saved. “uptake run ${base.sound.name}.toml” gives the same figures.`);
  } catch (error) {
    problems("The scenario cannot be written.", error);
  }
}

function wire() {
  by("rail").addEventListener("submit", (/** @type {Event} */ e) => e.preventDefault());
  for (const [id, name] of plans.GALLERY) {
    const button = el("button", { type: "button", "data-base": id }, name);
    button.addEventListener("click", () => {
      plan = { base: id, changes: new Map() };
      update();
    });
    by("gallery").append(button);
  }
  by("again").addEventListener("click", () => {
    plan = plans.begin();
    update();
  });
  by("keep").addEventListener("click", () => {
    against = plans.copy(plan);
    update();
    say("Plan A is what is on screen. Change something to make plan B.");
  });
  by("week").addEventListener("input", () => {
    week = Number(by("week").value);
    if (!shown) return;
    draw();
    rungs();
  });
  for (const id of ["whole", "courses", "observed"]) by(id).addEventListener("input", draw);
  by("copy-link").addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(location.href);
      say(plan.base === plans.OWN ? "Copied: it holds what you changed, and not your file." : "Link copied. It holds only what you changed.");
    } catch {
      say(location.href);
    }
  });
  by("save-toml").addEventListener("click", saveText);
  by("save-csv").addEventListener("click", saveTable);
  by("print").addEventListener("click", () => print());
  by("upload").addEventListener("change", (/** @type {any} */ event) => {
    if (event.target.files.length) open(event.target.files);
    by("files").open = false;
    event.target.value = "";
  });
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer?.files.length) open(event.dataTransfer.files);
  });
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && by("files").open) {
      by("files").open = false;
      by("files").querySelector("summary").focus();
    }
  });
  document.addEventListener("click", (event) => {
    if (!by("files").contains(/** @type {Node} */ (event.target))) by("files").open = false;
  });
  // The end of the address is the plan's: what leads to a place on the page may not take it over.
  document.querySelector(".skip")?.addEventListener("click", (event) => {
    event.preventDefault();
    by("answer").focus();
  });
  addEventListener("hashchange", () => {
    ({ plan, against } = plans.linked(location.hash));
    update();
  });
  let width = 0;
  new ResizeObserver(([{ contentRect }]) => {
    if (contentRect.width !== width) {
      width = contentRect.width;
      draw();
    }
  }).observe(by("fan"));
  new IntersectionObserver(([entry]) => document.body.classList.toggle("away-from-answer", !entry.isIntersecting)).observe(by("answer"));
}

async function start() {
  wire();
  if (innerWidth > 1024) for (const name of ["People", "Money"]) rail.groups.get(name)?.setAttribute("open", "");
  stale();
  try {
    engine = await Engine.start();
  } catch (error) {
    return failed(error);
  }
  await update();
}

start();
if (OFFLINE && "serviceWorker" in navigator && isSecureContext) navigator.serviceWorker.register("offline.js");
