// The fan chart: where the middle of all futures lies, and 50 and 90 of 100 of them.

import { svg } from "./dom.js";
import { brief, count } from "./words.js";

/**
 * @typedef {{ dates: string[], denominator: number[], p05: number[], p25: number[], p50: number[], p75: number[],
 *   p95: number[] }} Curve
 * @typedef {{ date: string, level: number, words: string }} Goal
 * @typedef {{ noun: string, now: Curve | null, before: Curve | null, against: Curve | null, courses: number[][], goal: Goal | null,
 *   ends: string | null, observed: { date: string, value: number }[], whole: boolean, week: number | null }} Shown
 */

const HEIGHT = 360;

/** A round step so that about five lines fit. @param {number} top */
function step(top) {
  const rough = top / 4.5;
  const ten = 10 ** Math.floor(Math.log10(rough));
  return [1, 2, 5, 10].map((m) => m * ten).find((s) => s >= rough) ?? ten;
}

/** @param {Curve} curve @param {"p05" | "p25" | "p50" | "p75" | "p95"} which */
const values = (curve, which) => curve[which].map((x, i) => x * curve.denominator[i]);

/**
 * Draw it.
 * @param {Element} place
 * @param {Shown} shown
 * @param {{ title: string, description: string }} words
 */
export function fan(place, shown, words) {
  const width = Math.max(place.clientWidth, 260);
  const narrow = width < 520;
  const [left, right, upper, lower] = [narrow ? 34 : 44, narrow ? 62 : 118, 28, 26];
  const some = shown.now ?? shown.before;
  if (!some) return place.replaceChildren();
  const days = some.dates.map((date) => Date.parse(date));
  const all = Math.max(...some.denominator);
  const tops = [shown.now, shown.before, shown.against].map((c) => (c ? Math.max(...values(c, c === shown.against ? "p50" : "p95")) : 0));
  const goal = shown.goal ? shown.goal.level : 0;
  const highest = Math.max(...tops, ...shown.observed.map((o) => o.value), goal <= 1.7 * Math.max(...tops) ? goal : 0, all / 50);
  const by = step(highest * 1.04);
  const top = shown.whole ? all : Math.min(Math.ceil((highest * 1.04) / by) * by, Math.max(all, highest));
  const x = (/** @type {number} */ day) => left + ((day - days[0]) / (days[days.length - 1] - days[0])) * (width - left - right);
  const y = (/** @type {number} */ value) => upper + (1 - value / top) * (HEIGHT - upper - lower);
  // Another plan may have other dates; what lies outside those of this one is not drawn.
  const points = (/** @type {Curve} */ c, /** @type {number[]} */ ys) =>
    c.dates.flatMap((date, i) => {
      const day = Date.parse(date);
      return day < days[0] || day > days[days.length - 1] || i >= ys.length ? [] : [`${x(day).toFixed(1)} ${y(ys[i]).toFixed(1)}`];
    });
  const line = (/** @type {Curve} */ c, /** @type {number[]} */ ys) => {
    const at = points(c, ys);
    return at.length ? `M${at.join("L")}` : "";
  };
  const area = (/** @type {Curve} */ c, /** @type {"p05" | "p25"} */ low, /** @type {"p75" | "p95"} */ high) => {
    const at = [...points(c, values(c, high)), ...points(c, values(c, low)).reverse()];
    return at.length ? `M${at.join("L")}Z` : "";
  };

  const art = svg("svg", { viewBox: `0 0 ${width} ${HEIGHT}`, width, height: HEIGHT, role: "img", "aria-labelledby": "fan-title fan-text" });
  art.append(svg("title", { id: "fan-title" }, words.title), svg("desc", { id: "fan-text" }, words.description));

  // Axes.
  const grid = step(top);
  for (let v = 0; v <= top * 1.0001; v += grid) {
    art.append(svg("path", { class: v ? "grid" : "axis", d: `M${left} ${y(v).toFixed(1)}H${width - right}` }));
    art.append(svg("text", { class: "soft", x: left - 8, y: y(v) + 4, "text-anchor": "end" }, count(v)));
  }
  art.append(svg("text", { class: "soft", x: 0, y: 14 }, `${shown.noun} in real use, of ${count(all)}`));
  const first = new Date(days[0]).getUTCFullYear();
  const last = new Date(days[days.length - 1]).getUTCFullYear();
  const every = Math.ceil((last - first + 1) / (narrow ? 5 : 10));
  for (let year = first; year <= last; year++) {
    const start = Math.max(Date.UTC(year, 0, 1), days[0]);
    const end = Math.min(Date.UTC(year + 1, 0, 1), days[days.length - 1]);
    if (year > first) art.append(svg("path", { class: "tick", d: `M${x(start).toFixed(1)} ${HEIGHT - lower}v6` }));
    if ((year - first) % every === 0 && x(end) - x(start) > 26)
      art.append(svg("text", { class: "soft", x: (x(start) + x(end)) / 2, y: HEIGHT - 8, "text-anchor": "middle" }, String(year)));
  }

  if (shown.ends && Date.parse(shown.ends) > days[0] && Date.parse(shown.ends) < days[days.length - 1]) {
    const at = x(Date.parse(shown.ends));
    art.append(svg("rect", { class: "after", x: at, y: upper, width: width - right - at, height: HEIGHT - upper - lower }));
    art.append(svg("path", { class: "mark", d: `M${at.toFixed(1)} ${upper}V${HEIGHT - lower}` }));
    art.append(svg("text", { class: "halo", x: at + 6, y: upper + 14 }, "the money ends"));
  }

  if (shown.before) {
    const ghost = svg("g", { class: "ghost" });
    ghost.append(svg("path", { class: "edge", d: area(shown.before, "p05", "p95") }));
    ghost.append(svg("path", { class: "middle", d: line(shown.before, values(shown.before, "p50")) }));
    art.append(ghost);
  }
  if (shown.now) {
    const c = shown.now;
    art.append(svg("path", { class: "wide", d: area(c, "p05", "p95") }));
    art.append(svg("path", { class: "half", d: area(c, "p25", "p75") }));
    for (const course of shown.courses) art.append(svg("path", { class: "course", d: line(c, course) }));
  }
  if (shown.against) art.append(svg("path", { class: "against", d: line(shown.against, values(shown.against, "p50")) }));
  if (shown.now) art.append(svg("path", { class: "middle", d: line(shown.now, values(shown.now, "p50")) }));

  if (shown.goal && Date.parse(shown.goal.date) <= days[days.length - 1]) {
    const [at, high] = [x(Date.parse(shown.goal.date)), shown.goal.level <= top];
    const to = high ? y(shown.goal.level) : upper + 8;
    art.append(svg("path", { class: "goal-line", d: `M${at.toFixed(1)} ${to.toFixed(1)}V${HEIGHT - lower}` }));
    art.append(svg("path", { class: "goal", d: high ? `M${at} ${to - 8}l8 8l-8 8l-8 -8Z` : `M${at} ${to - 8}l8 12h-16Z` }));
    const end = at > left + (narrow ? 70 : 220);
    art.append(svg("text", { class: "halo", x: end ? at - 13 : at + 13, y: to + 5, "text-anchor": end ? "end" : "start" },
      narrow ? `goal: ${count(shown.goal.level)}` : high ? shown.goal.words : `${shown.goal.words} (${count(shown.goal.level)}, above)`));
  }
  for (const { date, value } of shown.observed) {
    if (Date.parse(date) >= days[0]) art.append(svg("circle", { class: "seen", cx: x(Date.parse(date)), cy: y(value), r: 4.5 }));
  }

  // What stands at the right, pushed apart so that it can be read.
  /** @type {{ at: number, text: string, kind: string }[]} */
  const labels = [];
  const n = days.length - 1;
  if (shown.now) {
    const end = (/** @type {"p05"|"p50"|"p95"} */ p) => values(/** @type {Curve} */ (shown.now), p)[n];
    labels.push({ at: y(end("p95")), text: narrow ? count(end("p95")) : `${count(end("p95"))}  5 in 100 above`, kind: "" });
    labels.push({ at: y(end("p50")), text: `${count(end("p50"))}${narrow ? " mid" : " middle"}`, kind: "strong" });
    labels.push({ at: y(end("p05")), text: narrow ? count(end("p05")) : `${count(end("p05"))}  5 in 100 below`, kind: "" });
  }
  const ending = (/** @type {Curve} */ c) => values(c, "p50")[c.dates.findLastIndex((date) => Date.parse(date) <= days[n])] ?? 0;
  if (shown.against) labels.push({ at: y(ending(shown.against)), text: `${count(ending(shown.against))} plan A`, kind: "other" });
  if (shown.before) labels.push({ at: y(ending(shown.before)), text: "before", kind: "earlier" });
  labels.sort((a, b) => a.at - b.at);
  for (let round = 0; round < 40; round++) {
    for (let i = 1; i < labels.length; i++) {
      const short = 16 - (labels[i].at - labels[i - 1].at);
      if (short > 0) {
        labels[i - 1].at -= short / 2;
        labels[i].at += short / 2;
      }
    }
    for (const label of labels) label.at = Math.min(Math.max(label.at, upper), HEIGHT - lower);
  }
  for (const { at, text, kind } of labels) art.append(svg("text", { class: `end ${kind}`, x: width - right + 8, y: at + 4 }, text));

  if (shown.week !== null && shown.now && shown.week < n) {
    const at = x(days[shown.week]);
    art.append(svg("path", { class: "cursor", d: `M${at.toFixed(1)} ${upper}V${HEIGHT - lower}` }));
    art.append(svg("circle", { class: "dot", cx: at, cy: y(values(shown.now, "p50")[shown.week]), r: 5 }));
    art.append(svg("text", { class: "halo soft", x: at, y: upper - 2, "text-anchor": at > width - right - 40 ? "end" : "middle" }, brief(some.dates[shown.week])));
  }
  place.replaceChildren(art);
}
