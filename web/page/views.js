// What stands under the fan chart: the ladder of engagement, money, and two plans side by side.

import { el, svg, table } from "./dom.js";
import { count, month, percent, pounds, short, signed, signedPounds } from "./words.js";

/** @typedef {{ measure: string, label: string, unit: string, of: string, values: Value[] }} Headline */
/** @typedef {{ week: number, date: string, replicates: number, denominator: number | null, mean: number | null, p05: number | null, p50: number | null, p95: number | null }} Value */

/** From the widest to the narrowest. */
const RUNGS = ["staff.access", "staff.competent", "staff.monthly", "staff.weekly", "staff.daily"];
const RUNG_WORDS = ["have access", "are trained, and not out of practice", "used it within a month", "used it this week", "used it every working day"];

/** Dots of a rung. */
const DOTS = 50;

/**
 * Rows of `coverage.csv` at the end.
 * @typedef {{ dates: string[], denominator: number[], text: Record<string, string[]>, p05: number[], p25: number[], p50: number[], p75: number[], p95: number[] }} Curve
 */

/** @param {Map<string, Curve>} curves @param {number} week */
export function ladder(curves, week) {
  const rungs = RUNGS.map((name, i) => ({ name, words: RUNG_WORDS[i], curve: curves.get(name) })).filter((r) => r.curve);
  const at = (/** @type {any} */ curve) => ({ low: curve.p05[week], middle: curve.p50[week], high: curve.p95[week], all: curve.denominator[week] });
  const figures = rungs.map(({ words, curve }) => {
    const { low, middle, high, all } = at(curve);
    const dots = svg("svg", { class: "dots", viewBox: `0 0 ${DOTS * 10} 12`, "aria-hidden": "true", preserveAspectRatio: "xMinYMid meet" });
    for (let i = 0; i < DOTS; i++) {
      const share = (i + 0.5) / DOTS;
      const kind = share <= low ? "full" : share <= middle ? "middle" : share <= high ? "some" : "none";
      dots.append(svg("circle", { class: kind, cx: i * 10 + 5, cy: 6, r: 3.6 }));
    }
    return el("li", {},
      el("div", { class: "head" }, el("span", {}, words), el("span", {}, el("b", {}, percent(middle)), ` ${percent(low)} to ${percent(high)} of ${count(all)}`)),
      dots);
  });
  const date = rungs[0]?.curve?.dates[week] ?? "";
  const text = (/** @type {any} */ curve, /** @type {string} */ p) => curve.text[p][week];
  return {
    title: rungs.length ? `${percent(at(rungs[0].curve).middle)} of staff have access; ${percent(at(rungs[2].curve).middle)} used it within a month` : "",
    figure: el("ul", { class: "rungs" }, ...figures),
    caption: `${month(date)}. Each dot is 1 in ${DOTS} of the posts in scope: dark in 95 of 100 futures, mid in the middle one, pale in 5 of 100.`,
    table: table(`Shares of posts in scope, ${month(date)}, as in coverage.csv`, ["Staff who", "5 in 100 below", "Middle", "5 in 100 above", "Of"],
      rungs.map(({ words, curve }) => [words, text(curve, "p05"), text(curve, "p50"), text(curve, "p95"), text(curve, "denominator")])),
  };
}

/** @param {Headline} spend */
export function money(spend) {
  const bars = spend.values;
  const last = bars[bars.length - 1];
  const [width, height, lower, upper] = [440, 230, 24, 22];
  const top = Math.max(...bars.map((b) => b.p95 ?? 0), 1);
  const y = (/** @type {number} */ v) => upper + (1 - v / top) * (height - lower - upper);
  const slot = width / bars.length;
  const art = svg("svg", { class: "bars", viewBox: `0 0 ${width} ${height}`, role: "img", "aria-labelledby": "money-title" },
    svg("title", { id: "money-title" }, `Spent since the start, by the end of each year: ${bars.map((b) => `${b.date.slice(0, 4)}: ${pounds(b.p50 ?? 0)}`).join(", ")}`));
  bars.forEach((bar, i) => {
    const [x, wide] = [i * slot + slot * 0.14, slot * 0.72];
    art.append(svg("rect", { class: "bar", x, y: y(bar.p50 ?? 0), width: wide, height: y(0) - y(bar.p50 ?? 0) }));
    art.append(svg("path", { class: "whisker", d: `M${x + wide / 2} ${y(bar.p95 ?? 0)}V${y(bar.p05 ?? 0)}` }));
    art.append(svg("text", { x: x + wide / 2, y: y(bar.p95 ?? 0) - 6, "text-anchor": "middle" }, short(bar.p50 ?? 0)));
    art.append(svg("text", { class: "soft", x: x + wide / 2, y: height - 6, "text-anchor": "middle" }, bar.date.slice(0, 4)));
  });
  art.append(svg("path", { class: "axis", d: `M0 ${y(0)}H${width}` }));
  return {
    title: `${pounds(last.p50 ?? 0)} spent by ${month(last.date)}`,
    caption: `${pounds(last.p05 ?? 0)} to ${pounds(last.p95 ?? 0)} in 90 of 100 futures. Bars: the middle, since the start; lines: 90 of 100. What employers lend is not in it.`,
    figure: art,
    table: table("Pounds spent since the start, as in coverage.csv", ["By", "5 in 100 below", "Middle", "5 in 100 above"],
      bars.map((b) => [month(b.date), ...[b.p05, b.p50, b.p95].map((v) => (v === null ? "" : String(v)))])),
  };
}

/** The matched futures as dots. @param {number[]} differences @param {string} noun what is counted */
export function dots(differences, noun) {
  const [width, height, lower] = [520, 220, 46];
  const sorted = [...differences].sort((a, b) => a - b);
  const reach = Math.max(...sorted.map(Math.abs), 1);
  const low = Math.min(sorted[0], -reach * 0.08);
  const high = Math.max(sorted[sorted.length - 1], reach * 0.08);
  // As few columns as the tallest stack has room for, so that dots are large.
  const span = high - low;
  const stack = (/** @type {number} */ n) => {
    const many = new Array(n).fill(0);
    for (const v of sorted) many[Math.min(n - 1, Math.floor(((v - low) / span) * n))]++;
    return Math.max(...many);
  };
  let columns = 20;
  while (columns < 60 && stack(columns) * ((width - 20) / columns) > height - lower - 12) columns += 2;
  const wide = (width - 20) / columns;
  const bin = (/** @type {number} */ v) => Math.min(columns - 1, Math.floor(((v - low) / (high - low)) * columns));
  const x = (/** @type {number} */ v) => 10 + ((v - low) / (high - low)) * (width - 20);
  /** @type {number[][]} */
  const stacks = Array.from({ length: columns }, () => []);
  for (const v of sorted) stacks[bin(v)].push(v);
  const tallest = Math.max(...stacks.map((s) => s.length));
  const apart = Math.min(wide, (height - lower - 12) / tallest);
  const r = Math.min(wide, apart) * 0.46;
  const more = sorted.filter((v) => v > 0).length;
  const fewer = sorted.filter((v) => v < 0).length;
  const floor = height - lower;
  const art = svg("svg", { class: "pairs", viewBox: `0 0 ${width} ${height}`, role: "img", "aria-labelledby": "pairs-title" },
    svg("title", { id: "pairs-title" }, `Plan B has more ${noun} in real use in ${more} of ${sorted.length} matched futures, and fewer in ${fewer}`));
  stacks.forEach((stack, i) => stack.forEach((v, j) =>
    art.append(svg("circle", { class: v > 0 ? "more" : v < 0 ? "fewer" : "even", cx: 10 + (i + 0.5) * wide, cy: floor - 4 - r - j * apart, r }))));
  art.append(svg("path", { class: "axis", d: `M6 ${floor}H${width - 6}` }), svg("path", { class: "zero", d: `M${x(0)} 4V${floor + 4}` }));
  const ends = [low, 0, high].filter((v, i) => i === 1 || Math.abs(x(v) - x(0)) > 40);
  for (const v of ends) art.append(svg("text", { class: "soft", x: x(v), y: floor + 18, "text-anchor": v === low && v ? "start" : v === high && v ? "end" : "middle" }, signed(v)));
  if (x(0) > 120) art.append(svg("text", { class: "fewer", x: x(0) - 10, y: floor + 38, "text-anchor": "end" }, `← B has fewer: ${fewer}`));
  if (width - x(0) > 120) art.append(svg("text", { class: "more", x: x(0) + 10, y: floor + 38 }, `B has more: ${more} →`));
  return art;
}

/** @param {any} summary @param {string} name @returns {Value} */
export const atEnd = (summary, name) => {
  const found = summary.measures.find((/** @type {Headline} */ m) => m.measure === name);
  return found.values[found.values.length - 1];
};

/** The two plans side by side. @param {any} a what is told of plan A @param {any} b what is told of plan B @param {any} pairs */
export function sideBySide(a, b, pairs) {
  const [before, after] = [a.summary, b.summary];
  const alone = pairs.summary.scenarios;
  const beside = pairs.summary.differences[0];
  const share = (/** @type {any} */ s, /** @type {string} */ m) => percent(atEnd(s, m).p50 ?? 0);
  const range = (/** @type {any} */ f, /** @type {(x: number) => string} */ say) => `${say(f.p50)} (${say(f.p05)} to ${say(f.p95)})`;
  const point = (/** @type {number} */ x) => `${x > 0 ? "+" : x < 0 ? "−" : ""}${Math.abs(x * 100).toFixed(1)} points`;
  const shares = (/** @type {string} */ name) => {
    const found = beside.measures.find((/** @type {any} */ m) => m.measure === name);
    return found?.values[found.values.length - 1]?.difference;
  };
  const rows = [
    [`${a.noun[0].toUpperCase()}${a.noun.slice(1)} in real use`, count(alone[0].real_use.p50), count(alone[1].real_use.p50), range(beside.real_use, signed)],
    ["Staff who used it within a month", share(before, "staff.monthly"), share(after, "staff.monthly"), shares("staff.monthly") ? range(shares("staff.monthly"), point) : "–"],
    ["Patients with a true and current record", share(before, "patients.true_current"), share(after, "patients.true_current"), range(beside.true_current, signed)],
    ["Spent", pounds(alone[0].cost.p50), pounds(alone[1].cost.p50), range(beside.cost, signedPounds)],
  ];
  if (before.targets[0] && after.targets[0] && before.targets[0].at_least === after.targets[0].at_least) {
    rows.push([`Futures that meet the goal, of ${count(after.targets[0].replicates)}`, count(before.targets[0].met), count(after.targets[0].met), ""]);
  }
  return table(`Middle of the futures at the end, ${month(after.horizon)}; difference: the middle of the same ${count(pairs.summary.replicates)} futures, and 90 of 100 of them`,
    ["What", "Plan A", "Plan B", "Difference"], rows);
}
