// Futures of a plan: several workers simulate, one holds what they found and tells what follows.
//
// The page asks for a run and hears what is told of 8, 32, 100 … futures. A new run ends the one before:
// its answers are dropped, and workers that are long at it are replaced.

import { keyOf, Problems, Replaced, said as read } from "./asking.js";

/** @typedef {import("./asking.js").Plan} Plan */
/** @typedef {import("./asking.js").Sound} Sound */

/** True: once loaded, the page needs nobody. */
export const OFFLINE = true;

/** Simulating for longer than this, a worker is replaced rather than waited for. */
const LONG_MS = 400;

/** A worker and what it has been asked. */
class Asked {
  /**
   * @param {WebAssembly.Module} module
   * @param {number} number
   */
  constructor(module, number) {
    this.worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module", name: `core ${number}` });
    this.worker.postMessage({ module });
    /** @type {Map<number, { resolve(bytes: Uint8Array): void, reject(error: Error): void }>} */
    this.waiting = new Map();
    this.next = 0;
    this.since = 0;
    this.worker.onmessage = ({ data }) => {
      const who = this.waiting.get(data.id);
      this.waiting.delete(data.id);
      if (data.failed) who?.reject(new Error(data.failed));
      else who?.resolve(data.bytes);
    };
    this.worker.onerror = (event) => this.end(new Error(event.message || "a worker could not start"));
  }

  /**
   * @param {object} message
   * @param {Transferable[]} [transfer]
   * @returns {Promise<Uint8Array>}
   */
  post(message, transfer = []) {
    const id = this.next++;
    this.since = performance.now();
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.worker.postMessage({ ...message, id }, transfer);
    });
  }

  /** @param {Error} why */
  end(why) {
    this.worker.terminate();
    for (const { reject } of this.waiting.values()) reject(why);
    this.waiting.clear();
  }
}

/** @param {Uint8Array} bytes */
const said = (bytes) => read(JSON.parse(new TextDecoder().decode(bytes)));

export class Engine {
  static async start() {
    const module = await WebAssembly.compileStreaming(fetch("uptake.wasm"));
    return new Engine(module, Math.min(Math.max(navigator.hardwareConcurrency || 2, 1), 8));
  }

  /**
   * @param {WebAssembly.Module} module
   * @param {number} cores
   */
  constructor(module, cores) {
    this.module = module;
    this.simulators = Array.from({ length: cores }, (_, i) => new Asked(module, i));
    this.teller = new Asked(module, cores);
    this.run = 0;
    /** What each slot holds. @type {{ key: string, futures: Set<number> }[]} */
    this.slots = [];
  }

  /** @param {object} asked @returns {Promise<any>} */
  async ask(asked) {
    return said(await this.teller.post({ asked }));
  }

  /**
   * End what is under way.
   * @returns {number} the number of the run that begins
   */
  begin() {
    this.run += 1;
    const now = performance.now();
    this.simulators.forEach((asked, i) => {
      if (asked.waiting.size > 0 && now - asked.since > LONG_MS) {
        asked.end(new Replaced());
        this.simulators[i] = new Asked(this.module, i);
      }
    });
    return this.run;
  }

  /**
   * Simulate a plan, and the one that it is held against in the same futures.
   * @param {Plan} plan
   * @param {Plan | null} base
   * @param {import("./asking.js").Hears} on
   */
  async show(plan, base, on) {
    const run = this.begin();
    const current = () => {
      if (run !== this.run) throw new Replaced();
    };
    if (base && keyOf(base) === keyOf(plan)) base = null;
    if (base && this.slots[1]?.key !== keyOf(base)) {
      if (this.slots[0]?.key === keyOf(base)) {
        this.slots[1] = this.slots[0];
        this.slots[0] = { key: "", futures: new Set() };
        await this.ask({ ask: "copy", from: 0, to: 1 });
      } else {
        this.slots[1] = { key: keyOf(base), futures: new Set() };
        await this.ask({ ask: "open", slot: 1, plan: base, whole: false });
      }
      current();
    }
    if (this.slots[0]?.key !== keyOf(plan)) this.slots[0] = { key: keyOf(plan), futures: new Set() };
    else this.slots[0].futures = new Set(); // what is told again is simulated again: the slot is opened anew
    /** @type {Sound} */
    const sound = await this.ask({ ask: "open", slot: 0, plan, whole: false }).catch((error) => {
      if (run === this.run) this.slots[0] = { key: "", futures: new Set() };
      throw error;
    });
    current();
    on.sound(sound);
    let first = true;
    for (const most of on.steps(sound)) {
      await this.simulate(run, [{ slot: 0, plan }], most, (n) => on.came(n));
      current();
      /** @type {any} */
      let beside = null;
      if (base && first && this.slots[1].futures.size < most) {
        // The first curve does not wait for the plan that it is held against.
        const told = await this.ask({ ask: "tell", slot: 0, base: null, most, measures: on.measures });
        current();
        on.told(told, null, most, true);
      }
      first = false;
      if (base) {
        await this.simulate(run, [{ slot: 1, plan: base }], most, () => {});
        current();
        beside = await this.ask({ ask: "tell", slot: 1, base: null, most, measures: on.measures });
        current();
      }
      const told = await this.ask({ ask: "tell", slot: 0, base: base ? 1 : null, most, measures: on.measures });
      current();
      on.told(told, beside, most, false);
    }
  }

  /**
   * Simulate what is missing of the first futures, on all workers.
   * @param {number} run
   * @param {{ slot: number, plan: Plan }[]} which
   * @param {number} most
   * @param {(futures: number) => void} came
   */
  async simulate(run, which, most, came) {
    for (const { slot, plan } of which) {
      const held = this.slots[slot].futures;
      const missing = Array.from({ length: most }, (_, i) => i).filter((i) => !held.has(i));
      const work = async (/** @type {number} */ worker) => {
        let lost = 0;
        for (let first = missing.shift(); first !== undefined; first = missing.shift()) {
          if (run !== this.run) return;
          const asked = { ask: "simulate", plan, first, count: 1, whole: false };
          let part;
          try {
            part = await this.simulators[worker].post({ asked });
          } catch (error) {
            if (error instanceof Replaced || ++lost > 2) throw error;
            // A worker that broke down: another takes its place, and the future is simulated again.
            this.simulators[worker].end(new Replaced());
            this.simulators[worker] = new Asked(this.module, worker);
            missing.unshift(first);
            continue;
          }
          if (run !== this.run) return;
          if (part[0] === 0x7b) said(part); // JSON: what went wrong
          await this.teller.post({ slot, part }, [part.buffer]).then(said);
          held.add(first);
          came(held.size);
        }
      };
      await Promise.all(this.simulators.map((_, i) => work(i)));
    }
  }

  /**
   * `coverage.csv` of the first futures, by workers of its own, so that their memory is given back.
   * @param {Plan} plan
   * @param {number} most
   * @param {(done: number) => void} came
   * @param {AbortSignal} signal
   */
  async table(plan, most, came, signal) {
    const workers = Array.from({ length: this.simulators.length + 1 }, (_, i) => new Asked(this.module, i));
    const stop = () => workers.forEach((w) => w.end(new Replaced()));
    signal.addEventListener("abort", stop);
    try {
      const [teller, ...simulators] = workers;
      said(await teller.post({ asked: { ask: "open", slot: 0, plan, whole: true } }));
      let next = 0;
      let done = 0;
      await Promise.all(
        simulators.map(async (worker) => {
          while (next < most) {
            const first = next++;
            const part = await worker.post({ asked: { ask: "simulate", plan, first, count: 1, whole: true } });
            said(await teller.post({ slot: 0, part }, [part.buffer]));
            came(++done);
          }
        }),
      );
      return await teller.post({ asked: { ask: "csv", slot: 0, most } });
    } finally {
      signal.removeEventListener("abort", stop);
      stop();
    }
  }
}
