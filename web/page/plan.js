// A plan: a scenario from the gallery or a file, and what was changed beside it.
//
// A plan holds differences only. Most are parameters by their name; a few words of the page's own stand for
// what a scenario says in a list or for many roles at once.

/**
 * @typedef {import("./asking.js").Plan} Asked
 * @typedef {import("./asking.js").Sound} Sound
 * @typedef {{ name: string, text: string, organisations?: string }} File
 * @typedef {{ base: string, file?: File, changes: Map<string, string> }} Plan
 * @typedef {{ key: string, keys: Map<string, string>, lists: Map<string, Map<string, string>[]>, title: string,
 *   question: string }} Stated
 */

/** What the gallery holds, in the order of the page. The first is where the page begins. */
export const GALLERY = [
  ["cambridgeshire", "As now"],
  ["double-team", "Twice the team"],
  ["half-team", "Half the team"],
  ["senders-first", "Senders first"],
  ["funding-ends", "Money ends in 2029"],
  ["funding-ends-kept", "… and a fifth is kept"],
  ["mandate", "A mandate"],
  ["backfill", "Training time is paid"],
  ["refresher-3-months", "Refreshers every 3 months"],
  ["scandal", "A scandal"],
  ["reorganisation", "A reorganisation"],
  ["care-home-county", "A county of care homes"],
  ["two-systems", "Two GP systems"],
  ["all-recommendations", "All recommendations"],
  ["all-recommendations-resourced", "… with people for them"],
];

/** What a file of one's own is called in a plan. */
export const OWN = "file";

/** Words that are no parameters. */
const WORDS = ["mandate", "backfill", "payment", "turnover", "size"];

/** Longest link that is read. */
const LONGEST_LINK = 8000;

/** @returns {Plan} */
export const begin = () => ({ base: GALLERY[0][0], changes: new Map() });

/** @param {Plan} plan @returns {Plan} */
export const copy = (plan) => ({ ...plan, changes: new Map(plan.changes) });

/** @param {Plan} a @param {Plan} b */
export const same = (a, b) =>
  a.base === b.base && a.file === b.file && JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));

/** @param {Plan} plan */
const sorted = (plan) => [...plan.changes].sort(([a], [b]) => (a < b ? -1 : 1));

/**
 * What a scenario states, from its resolved text: the core writes one `key = value` a line.
 * @param {Sound} sound
 * @returns {Stated}
 */
export function stated(sound) {
  const keys = new Map();
  const lists = new Map();
  let section = "";
  /** @type {Map<string, string> | null} */
  let entry = null;
  for (const line of sound.resolved.split("\n")) {
    const list = /^\[\[(.+)\]\]$/.exec(line);
    const table = /^\[(.+)\]$/.exec(line);
    const setting = /^([\w-]+) = (.*)$/.exec(line);
    if (list) {
      entry = new Map();
      lists.set(list[1], [...(lists.get(list[1]) ?? []), entry]);
    } else if (table) {
      [section, entry] = [`${table[1]}.`, null];
    } else if (setting) {
      if (entry) entry.set(setting[1], unquoted(setting[2]));
      else keys.set(section + setting[1], unquoted(setting[2]));
    }
  }
  return { key: "", keys, lists, title: sound.title, question: sound.question };
}

/** @param {string} value */
function unquoted(value) {
  if (!value.startsWith('"')) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value.slice(1, -1);
  }
}

/** The plan's text and changes as the core reads them. @param {Plan} plan @param {File} file @param {Stated} base @returns {Asked} */
export function asked(plan, file, base) {
  /** @type {string[]} */
  const set = [];
  let more = "";
  for (const [key, value] of sorted(plan)) {
    if (key === "turnover") {
      for (const [name, now] of base.keys) {
        if (/^role\.[^.]+\.leave_per_year$/.test(name)) set.push(`${name}=${round(Number(now) * Number(value))}`);
      }
    } else if (key === "size") {
      for (const [name, now] of base.keys) {
        if (/^region\.[^.]+\.size$/.test(name)) set.push(`${name}=${round(Number(now) * Number(value))}`);
      }
    } else if (key === "mandate") {
      const at = nth(base, "event", "event", "mandate");
      const none = value === "none";
      if (at > 0) set.push(...(none ? [`event.${at}.size=0`] : [`event.${at}.week=${value}`, `event.${at}.size=1`]));
      else if (!none) more += `\n[[event]]\nevent = "mandate"\nweek = ${value}\nsize = 1.0\n`;
    } else if (key === "backfill" || key === "payment") {
      const at = nth(base, "intervention", "lever", key);
      if (at > 0) set.push(`intervention.${at}.intensity=${value}`);
      else if (Number(value) !== 0) more += `\n[[intervention]]\nlever = "${key}"\nstart = 0\nintensity = ${value}\n`;
    } else {
      set.push(`${key}=${value}`);
    }
  }
  const text = file.text.endsWith("\n") || more === "" ? file.text : `${file.text}\n`;
  return { name: file.name, scenario: text + more, organisations: file.organisations, set };
}

/** @param {number} x */
const round = (x) => Number(x.toFixed(4));

/** Number of the list's first entry that is about this, from 1; 0 for none. @param {Stated} base @param {string} list @param {string} key @param {string} value */
export const nth = (base, list, key, value) => (base.lists.get(list) ?? []).findIndex((e) => e.get(key) === value) + 1;

/** What a control shows where nothing is changed. @param {Stated} base @param {string} key @returns {string | undefined} */
export function now(base, key) {
  if (key === "turnover") return [...base.keys.keys()].some((k) => /^role\.[^.]+\.leave_per_year$/.test(k)) ? "1" : undefined;
  if (key === "size") return [...base.keys.keys()].some((k) => /^region\.[^.]+\.size$/.test(k)) ? "1" : undefined;
  if (key === "mandate") {
    const entry = base.lists.get("event")?.[nth(base, "event", "event", "mandate") - 1];
    return !entry || Number(entry.get("size") ?? 1) === 0 ? "none" : entry.get("week");
  }
  if (key === "backfill" || key === "payment") {
    return base.lists.get("intervention")?.[nth(base, "intervention", "lever", key) - 1]?.get("intensity") ?? "0";
  }
  const [list, number, name] = key.split(".");
  if (base.lists.has(list)) return base.lists.get(list)?.[Number(number) - 1]?.get(name);
  return base.keys.get(key);
}

/** The plan as the end of a link: what differs, and nothing else. @param {Plan} plan @param {string} [before] @returns {string} */
export function link(plan, before = "") {
  const pair = (/** @type {string} */ key, /** @type {string} */ value) =>
    `${encodeURIComponent(before + key)}=${encodeURIComponent(value)}`;
  const base = plan.base === GALLERY[0][0] || plan.base === OWN ? [] : [pair("base", plan.base)];
  return [...base, ...sorted(plan).map(([key, value]) => pair(key, value))].join("&");
}

/** The plan of a link, and plan A if it names one. @param {string} hash @returns {{ plan: Plan, against: Plan | null }} */
export function linked(hash) {
  const plan = begin();
  const against = begin();
  let named = false;
  const text = hash.includes("=") ? hash.replace(/^#/, "").slice(0, LONGEST_LINK) : "";
  for (const [full, value] of new URLSearchParams(text.replaceAll("+", "%2B"))) {
    const other = full.startsWith("A.");
    const key = other ? full.slice(2) : full;
    const to = other ? against : plan;
    named ||= other;
    if (key === "base") {
      if (GALLERY.some(([id]) => id === value)) to.base = value;
    } else if (WORDS.includes(key)) {
      if (/^(none|\d{1,7}(\.\d{1,4})?)$/.test(value)) to.changes.set(key, value);
    } else if (/^[\w*.-]{1,120}$/.test(key)) {
      to.changes.set(key, value);
    }
  }
  return { plan, against: named ? against : null };
}
