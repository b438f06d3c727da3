// A worker with the core: it simulates, or holds what others have simulated.
//
// Each message is { id, asked } or { id, slot, part }; each answer { id, bytes } or { id, failed }.

import { Core } from "./core.js";

/** @type {Core | undefined} */
let core;
/** @type {WebAssembly.Module | undefined} */
let module;

addEventListener("message", ({ data }) => {
  if (data.module) {
    module = data.module;
    return;
  }
  try {
    core ??= new Core(/** @type {WebAssembly.Module} */ (module));
    const bytes = data.part ? core.take(data.slot, data.part) : core.ask(data.asked);
    postMessage({ id: data.id, bytes }, /** @type {any} */ ([bytes.buffer]));
  } catch (error) {
    // A trap leaves the core in no state to go on with.
    core = undefined;
    postMessage({ id: data.id, failed: String(error) });
  }
});
