// The WebAssembly core in one thread: a request in, a reply out.

/**
 * @typedef {{ memory: WebAssembly.Memory, request(length: number): number, run(): number, reply(): number }} Exports
 */

const MARK = new TextEncoder().encode("part");

export class Core {
  /** @param {WebAssembly.Module} module */
  constructor(module) {
    /** @type {Exports} */
    this.exports = /** @type {any} */ (new WebAssembly.Instance(module, {}).exports);
  }

  /**
   * The reply's bytes, a copy.
   * @param {Uint8Array} asked
   */
  bytes(asked) {
    const { memory, request, run, reply } = this.exports;
    const at = request(asked.length); // it may move the memory
    new Uint8Array(memory.buffer, at, asked.length).set(asked);
    const length = run();
    return new Uint8Array(memory.buffer, reply(), length).slice();
  }

  /** @param {object} asked */
  ask(asked) {
    return this.bytes(new TextEncoder().encode(JSON.stringify(asked)));
  }

  /**
   * Hand simulated futures over to a slot.
   * @param {number} slot
   * @param {Uint8Array} part
   */
  take(slot, part) {
    const handed = new Uint8Array(MARK.length + 4 + part.length);
    handed.set(MARK);
    new DataView(handed.buffer).setUint32(MARK.length, slot, true);
    handed.set(part, MARK.length + 4);
    return this.bytes(handed);
  }
}
