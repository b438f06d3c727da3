// All parameters behind a search: what each is, what is allowed, and a field to change it.

import { el } from "./dom.js";

/** @typedef {{ key: string, prose: string, unit: string, allowed: string, default: string | null, sure: string, source: string }} Noted */

/** As many are listed at once. */
const LISTED = 12;

export class Parameters {
  /**
   * @param {HTMLElement} rail
   * @param {{ ask(): Promise<Noted[]>, now(key: string): string | undefined,
   *   set(key: string, value: string | null): Promise<string> }} page `set` gives what is wrong, or nothing
   */
  constructor(rail, page) {
    this.page = page;
    /** @type {Noted[] | null} */
    this.all = null;
    this.search = el("input", { type: "search", id: "find", autocomplete: "off", spellcheck: "false" });
    this.list = el("ul", { class: "found" });
    this.many = el("p", { class: "hint", "aria-live": "polite" });
    this.mine = el("ul", { class: "mine" });
    const box = el("details", { class: "group", id: "parameters" },
      el("summary", {}, "All parameters", el("span", { class: "many" })),
      this.mine,
      el("label", { for: "find" }, "Find by name or words"), this.search, this.many, this.list);
    rail.append(box);
    this.summary = /** @type {Element} */ (box.querySelector(".many"));
    box.addEventListener("toggle", async () => {
      if (!box.open || this.all) return;
      this.all = await page.ask();
      this.show();
    });
    this.search.addEventListener("input", () => this.show());
  }

  show() {
    const words = this.search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const all = this.all ?? [];
    const found = all.filter((p) => words.every((w) => p.key.includes(w) || p.prose.toLowerCase().includes(w)));
    this.many.textContent = found.length > LISTED ? `${found.length} of ${all.length}; the first ${LISTED} are listed` : `${found.length} of ${all.length}`;
    this.list.replaceChildren(...found.slice(0, LISTED).map((p, i) => this.row(p, i)));
  }

  /** @param {Noted} p @param {number} i */
  row(p, i) {
    const field = el("input", { type: "text", id: `p${i}`, value: this.page.now(p.key) ?? p.default ?? "", autocomplete: "off", spellcheck: "false", "aria-describedby": `p${i}-what` });
    const wrong = el("p", { class: "wrong", role: "alert" });
    const button = el("button", { type: "button" }, "Set");
    const set = async () => {
      wrong.textContent = await this.page.set(p.key, field.value.trim());
    };
    button.addEventListener("click", set);
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter") {
        event.preventDefault();
        set();
      }
    });
    const what = `${p.prose} Allowed: ${p.allowed}. ${p.sure}: ${p.source}.${p.key.includes("*") ? " It is set for each of them." : ""}`;
    return el("li", {}, el("label", { for: `p${i}` }, el("code", {}, p.key)), el("div", { class: "set" }, field, button),
      el("p", { class: "hint", id: `p${i}-what` }, what), wrong);
  }

  /** What is changed and has no control of its own. @param {[string, string][]} changes */
  changed(changes) {
    this.summary.textContent = changes.length ? `${changes.length} changed` : "";
    this.mine.replaceChildren(...changes.map(([key, value]) => {
      const away = el("button", { type: "button", class: "plain", "aria-label": `Undo ${key}` }, "undo");
      away.addEventListener("click", () => this.page.set(key, null));
      return el("li", {}, el("code", {}, `${key} = ${value}`), " ", away);
    }));
    if (this.all) this.show();
  }
}
