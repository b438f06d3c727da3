// Files in and out. What is opened here goes to the core in this page and nowhere else.

import { el } from "./dom.js";

/** Longest file that is opened, bytes. */
const MOST = 2_000_000;

/** @typedef {import("./asking.js").Problem} Problem */

/** Save a text. @param {string} name @param {BlobPart} text @param {string} type */
export function save(name, text, type) {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const a = el("a", { href: url, download: name });
  document.body.append(a);
  a.click();
  a.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/**
 * A scenario, and the list of organisations that came with it.
 * @param {Iterable<globalThis.File>} files
 * @returns {Promise<import("./plan.js").File>}
 */
export async function opened(files) {
  const all = [...files];
  const list = all.find((f) => /\.csv$/i.test(f.name));
  const scenario = all.find((f) => f !== list);
  if (!scenario) throw new Error("Choose a scenario file (TOML) too: a list of organisations alone is no plan.");
  const text = async (/** @type {globalThis.File} */ file) => {
    if (file.size > MOST) throw new Error(`${file.name} is longer than ${MOST / 1e6} MB. Is it a scenario? A large region needs a few kB.`);
    try {
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(await file.arrayBuffer());
    } catch {
      throw new Error(`${file.name} is not a text file that can be read: save it as UTF-8 text.`);
    }
  };
  return { name: scenario.name, text: await text(scenario), organisations: list ? await text(list) : undefined };
}

/** Problems as `uptake check` says them, each with its line. @param {string} title @param {Problem[]} problems */
export function listed(title, problems) {
  const one = (/** @type {Problem} */ p) => {
    const caret = p.text ? el("pre", { tabindex: 0, "aria-label": `line ${p.line}` }, `${p.text}\n${" ".repeat(Math.max(p.column - 1, 0))}^`) : "";
    const help = p.help ? el("p", { class: "help" }, p.help) : "";
    return el("li", {}, el("p", {}, el("code", {}, `${p.source}:${p.line}:${p.column}`), ` ${p.message}`), caret, help);
  };
  return [el("h2", {}, title), el("ol", {}, ...problems.map(one))];
}
