// Futures from the program that serves this page, on all processors of its machine.

import { keyOf, Replaced, said } from "./asking.js";

/** @typedef {import("./asking.js").Plan} Plan */

/** False: without the program there is nothing. */
export const OFFLINE = false;

/** A page of its own, among those that the program serves. */
const PAGE = crypto.randomUUID();

export class Engine {
  static async start() {
    return new Engine();
  }

  constructor() {
    this.run = 0;
    this.ends = new AbortController();
  }

  /**
   * @param {object} asked
   * @param {AbortSignal} [signal]
   * @returns {Promise<Response>}
   */
  async post(asked, signal) {
    try {
      const body = JSON.stringify(asked);
      const answer = await fetch("ask", { method: "POST", headers: { "content-type": "application/json" }, body, signal });
      if (answer.ok) return answer;
      throw new Error(`The program says: ${(await answer.text()).trim()}.`);
    } catch (error) {
      if (signal?.aborted) throw new Replaced();
      if (error instanceof TypeError) throw new Error("The program that serves this page does not answer. Is it still running?");
      throw error;
    }
  }

  /** @param {object} asked @param {AbortSignal} [signal] @returns {Promise<any>} */
  async ask(asked, signal) {
    return said(await (await this.post(asked, signal)).json());
  }

  /** End what is under way. @returns {number} the number of the run that begins */
  begin() {
    this.ends.abort();
    this.ends = new AbortController();
    return ++this.run;
  }

  /**
   * Simulate a plan, and the one that it is held against in the same futures.
   * @param {Plan} plan
   * @param {Plan | null} base
   * @param {import("./asking.js").Hears} on
   */
  async show(plan, base, on) {
    const run = this.begin();
    const { signal } = this.ends;
    const tell = async (/** @type {Plan} */ of, /** @type {Plan | null} */ beside, /** @type {number} */ most) => {
      const told = await this.ask({ ask: "tell", page: PAGE, turn: run, plan: of, base: beside, most, measures: on.measures }, signal);
      if (run !== this.run) throw new Replaced();
      return told;
    };
    if (base && keyOf(base) === keyOf(plan)) base = null;
    const sound = await this.ask({ ask: "check", plan }, signal);
    if (run !== this.run) throw new Replaced();
    on.sound(sound);
    let first = true;
    for (const most of on.steps(sound)) {
      if (first || !base) {
        const alone = await tell(plan, null, most);
        on.came(most);
        on.told(alone, null, most, base !== null);
      }
      first = false;
      if (!base) continue;
      const beside = await tell(base, null, most);
      const told = await tell(plan, base, most);
      on.came(most);
      on.told(told, beside, most, false);
    }
  }

  /**
   * `coverage.csv` of the first futures.
   * @param {Plan} plan
   * @param {number} most
   * @param {(done: number) => void} came
   * @param {AbortSignal} signal
   */
  async table(plan, most, came, signal) {
    came(0);
    const answer = await this.post({ ask: "csv", plan, most }, signal);
    if (answer.headers.get("content-type")?.startsWith("application/json")) said(await answer.json());
    return new Uint8Array(await answer.arrayBuffer());
  }
}
