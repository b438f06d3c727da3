// The controls: what a plan can change, in the words of whoever decides.

import { el } from "./dom.js";
import { now } from "./plan.js";
import { pounds } from "./words.js";

/**
 * @typedef {import("./plan.js").Stated} Stated
 * @typedef {import("./plan.js").Plan} Plan
 * @typedef {{ key: string, group: string, label: string, levels: string[], say(value: string): string, hint?: string,
 *   choice?: boolean, when?: (value: (key: string) => string | undefined) => boolean }} Control
 */

const people = (/** @type {string} */ x) => (x === "1" ? "1 person" : `${x} people`);
const hours = (/** @type {string} */ x) => `${Number(x)} h a week`;
const share = (/** @type {string} */ x) => (Number(x) === 0 ? "none" : `${Math.round(Number(x) * 100)}\u00a0%`);
const times = (/** @type {string} */ x) => (Number(x) === 1 ? "as stated" : `× ${Number(x)}`);
const year = (/** @type {string} */ x) => (x === "none" || x > "2100" ? "never" : x.endsWith("-01-01") ? `end of ${Number(x.slice(0, 4)) - 1}` : x);

/** The day that stands for an end that never comes, where a scenario states one. */
export const NEVER = "2140-01-01";
/** The budget that stands for none, where a scenario states one. */
const NO_LIMIT = "1000000000";

const ORDERS = new Map([
  ["random", "in no order"],
  ["as_listed", "as listed"],
  ["largest_first", "largest first"],
  ["smallest_first", "smallest first"],
  ["senders_first", "those who write records first"],
  ["by_kind", "kind by kind"],
  ["by_system", "IT system by IT system"],
  ["readiest_first", "readiest first"],
]);

/** @type {Control[]} */
export const CONTROLS = [
  { key: "team.facilitators.count", group: "", label: "Education facilitators", levels: ["0", "1", "2", "3", "4", "6", "8"], say: people, hint: "They train staff, and come back to train again." },
  { key: "money.ends", group: "", label: "Project money ends", levels: ["2027-01-01", "2028-01-01", "2029-01-01", "2030-01-01", "none"], say: year, hint: "Then those whom the project pays go." },
  { key: "team.facilitators.hours", group: "People", label: "Hours of each facilitator", levels: ["5", "10", "15", "20", "30", "37.5"], say: hours },
  { key: "team.project_manager.hours", group: "People", label: "Project manager", levels: ["0", "11", "22", "30", "37.5"], say: hours },
  { key: "team.clinical_lead.hours", group: "People", label: "Clinical lead", levels: ["0", "4", "8", "16"], say: hours },
  { key: "team.it_analysts.count", group: "People", label: "IT analysts", levels: ["0", "1", "2", "3", "4"], say: people },
  { key: "money.budget_per_year", group: "Money", label: "Most money a year", levels: ["50000", "75000", "100000", "150000", "200000", "none"], say: (x) => (x === "none" || x === NO_LIMIT ? "no limit" : pounds(Number(x))), hint: "Where salaries come to more, hours are cut." },
  { key: "money.kept_for_maintenance", group: "Money", label: "Hours kept after the money ends", levels: ["0", "0.1", "0.2", "0.3", "0.5"], say: share, hint: "For what is live already, and nothing new.", when: (value) => year(value("money.ends") ?? "none") !== "never" },
  { key: "backfill", group: "Money", label: "Training time paid and covered", levels: ["0", "0.2", "0.4", "0.6", "0.8", "1"], say: share },
  { key: "payment", group: "Money", label: "Payment to each live organisation", levels: ["0", "500", "1000", "2000", "5000"], say: (x) => (Number(x) === 0 ? "none" : `${pounds(Number(x))} a year`) },
  { key: "policy.order", group: "Approach", label: "Who is approached first", levels: [...ORDERS.keys()], say: (x) => ORDERS.get(x) ?? x, choice: true },
  { key: "policy.refresher_weeks", group: "Approach", label: "Refresher sessions", levels: ["13", "26", "52", "104", "0"], say: (x) => (x === "0" ? "none" : x === "13" ? "every 3 months" : x === "26" ? "every 6 months" : x === "52" ? "every year" : x === "104" ? "every 2 years" : `every ${x} weeks`), hint: "More of them leave fewer hours to reach others." },
  { key: "mandate", group: "Approach", label: "Use is made a condition of payment", levels: ["52", "104", "156", "none"], say: (x) => (x === "none" ? "never" : Number(x) % 52 === 0 ? `after ${Number(x) / 52} year${x === "52" ? "" : "s"}` : `in week ${x}`) },
  { key: "turnover", group: "Region", label: "Staff who leave in a year", levels: ["0.5", "0.75", "1", "1.5", "2"], say: times },
  { key: "size", group: "Region", label: "Size of the region", levels: ["0.25", "0.5", "1", "1.5", "2"], say: times, hint: "Plans of regions of two sizes have no futures in common." },
  { key: "target.1.at_least", group: "Goal", label: "The goal", levels: ["0.05", "0.1", "0.2", "0.3", "0.5", "0.8"], say: (x) => (Number(x) <= 1 ? share(x) : x) },
];

/** Values that say the same. @param {string} a @param {string} b */
const alike = (a, b) => a === b || (a !== "" && b !== "" && Number(a) === Number(b));

/** What a control can be set to, the scenario's own value among them. @param {Control} control @param {string} own */
function levels(control, own) {
  const all = control.levels.filter((x) => !alike(x, own));
  // An end, once stated, can be put off beyond the horizon but not taken back.
  if (own !== "none") {
    const last = control.key === "money.ends" ? NEVER : control.key === "money.budget_per_year" ? NO_LIMIT : "none";
    if (all.includes("none")) all[all.indexOf("none")] = last;
  }
  const known = control.levels.findIndex((x) => alike(x, own));
  if (known >= 0) all.splice(known, 0, own);
  else if (Number.isNaN(Number(own))) {
    const after = all.findIndex((x) => x > own);
    all.splice(after < 0 ? all.length : after, 0, own);
  } else {
    const after = all.findIndex((x) => Number(x) > Number(own) || Number.isNaN(Number(x)));
    all.splice(after < 0 ? all.length : after, 0, own);
  }
  return all;
}

export class Rail {
  /**
   * @param {HTMLElement} place
   * @param {(key: string, value: string | null) => void} changed
   */
  constructor(place, changed) {
    this.place = place;
    this.changed = changed;
    /** @type {Map<string, { control: Control, row: HTMLElement, show(value: string, own: string): void, levels: string[] }>} */
    this.rows = new Map();
    /** @type {Map<string, HTMLElement>} */
    this.groups = new Map();
    for (const control of CONTROLS) this.add(control);
  }

  /** @param {Control} control */
  add(control) {
    const id = `c-${control.key.replaceAll(".", "-")}`;
    const hint = control.hint ? el("p", { class: "hint", id: `${id}-hint` }, control.hint) : "";
    const described = control.hint ? `${id}-hint` : undefined;
    const row = el("div", { class: "control", "data-key": control.key });
    const entry = { control, row, levels: /** @type {string[]} */ ([]), show: (/** @type {string} */ _v, /** @type {string} */ _o) => {} };
    const label = el("label", { for: id }, control.label);
    if (control.choice) {
      const select = el("select", { id, "aria-describedby": described });
      select.addEventListener("change", () => this.set(control.key, select.value));
      row.append(el("div", { class: "head" }, label), select, hint);
      entry.show = (value) => {
        select.replaceChildren(...entry.levels.map((x) => el("option", { value: x }, control.say(x))));
        select.value = value;
      };
    } else {
      const input = el("input", { type: "range", id, min: 0, step: 1, "aria-describedby": described });
      const output = el("output", { for: id });
      const ticks = el("span", { class: "ticks", "aria-hidden": "true" });
      input.addEventListener("input", () => {
        const value = entry.levels[Number(input.value)];
        output.value = control.say(value); // at once, before the rest of the page follows
        input.setAttribute("aria-valuetext", control.say(value));
        this.set(control.key, value);
      });
      row.append(el("div", { class: "head" }, label, output), el("div", { class: "range" }, ticks, input), hint);
      entry.show = (value, own) => {
        const at = entry.levels.findIndex((x) => alike(x, value));
        input.max = String(entry.levels.length - 1);
        input.value = String(Math.max(at, 0));
        output.value = control.say(value);
        input.setAttribute("aria-valuetext", control.say(value));
        ticks.replaceChildren(
          ...entry.levels.map((x, i) => el("i", { class: `${i <= at ? "in" : ""} ${alike(x, own) ? "own" : ""}` })),
        );
      };
    }
    this.rows.set(control.key, entry);
    this.group(control.group).append(row);
  }

  /** @param {string} name @returns {HTMLElement} */
  group(name) {
    const known = this.groups.get(name);
    if (known) return known;
    const made =
      name === ""
        ? el("div", { class: "first" })
        : el("details", { class: "group" }, el("summary", {}, name, el("span", { class: "many" })));
    this.groups.set(name, made);
    this.place.append(made);
    return made;
  }

  /** @param {string} key @param {string} value */
  set(key, value) {
    this.changed(key, this.base && alike(now(this.base, key) ?? "none", value) ? null : value);
  }

  /** Show a plan. @param {Plan} plan @param {Stated} base */
  sync(plan, base) {
    this.base = base;
    const value = (/** @type {string} */ key) => plan.changes.get(key) ?? now(base, key);
    for (const { control, row, show } of this.rows.values()) {
      const found = this.rows.get(control.key);
      const own = now(base, control.key) ?? (control.levels.includes("none") && has(base, control.key) ? "none" : undefined);
      row.hidden = own === undefined || (control.when !== undefined && !control.when(value));
      if (own === undefined || !found) continue;
      const shown = plan.changes.get(control.key) ?? own;
      found.levels = levels(control, own);
      if (!found.levels.some((x) => alike(x, shown))) found.levels = levels({ ...control, levels: found.levels }, shown);
      show(shown, own);
      row.classList.toggle("changed", plan.changes.has(control.key));
    }
    for (const [name, group] of this.groups) {
      const rows = [...this.rows.values()].filter(({ control }) => control.group === name);
      const changed = rows.filter(({ control }) => plan.changes.has(control.key)).length;
      const many = group.querySelector(".many");
      if (many) many.textContent = changed ? `${changed} changed` : "";
      group.hidden = rows.every(({ row }) => row.hidden);
    }
  }
}

/** True if the scenario has the section of a parameter that may be left out. @param {Stated} base @param {string} key */
const has = (base, key) => key === "mandate" || [...base.keys.keys()].some((k) => k.startsWith(`${key.split(".")[0]}.`));
