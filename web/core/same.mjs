// The core for a browser gives the bytes of the native build, and imports nothing.
//
//   node web/core/same.mjs CORE.wasm NATIVE     (web/test builds both and calls this)

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const [file, native] = process.argv.slice(2);
const bytes = readFileSync(file);
const module = await WebAssembly.compile(bytes);
const imports = WebAssembly.Module.imports(module);
if (imports.length > 0) {
  throw new Error(`imports: ${imports.map(({ module, name }) => `${module}.${name}`).join(", ")}`);
}
const kib = (n) => `${Math.round(n / 1024)} KiB`;
console.log(`no imports; ${kib(bytes.length)}, ${kib(gzipSync(bytes, { level: 9 }).length)} with gzip`);

const { memory, request, run, reply } = (await WebAssembly.instantiate(module, {})).exports;
function answer(text) {
  const asked = new TextEncoder().encode(text);
  const at = request(asked.length); // it may move the memory
  new Uint8Array(memory.buffer, at, asked.length).set(asked);
  const length = run();
  return Buffer.from(new Uint8Array(memory.buffer, reply(), length));
}

const scenario = (name) => readFileSync(new URL(`../../scenarios/${name}`, import.meta.url), "utf8");
const measures = ["organisations.real_use", "staff.monthly", "patients.true_current", "project.spend"];
const cases = [
  ["the built-in region", { count: 4, measures }, "futures"],
  ["every mechanism on", { scenario: scenario("verification/version-2.toml"), count: 2, measures }, "futures"],
  ["42 regions, a year", { scenario: scenario("regions-42.toml"), set: ["weeks=52"], count: 1, measures }, "futures"],
  ["a scenario with problems", { scenario: 'weeks = "many"\ncolour = 3\n' }, "problems"],
];
for (const [name, asked, expected] of cases) {
  const text = JSON.stringify(asked);
  const before = performance.now();
  const here = answer(text);
  const between = performance.now();
  const there = execFileSync(native, { input: text, maxBuffer: 1e9 });
  const after = performance.now();
  if (!here.equals(there)) throw new Error(`${name}: the replies differ`);
  const said = JSON.parse(here)[expected];
  if (!said) throw new Error(`${name}: ${here.toString().slice(0, 300)}`);
  const digests = said.futures?.map(({ digest }) => digest).join(" ") ?? said.map(({ message }) => message).join("; ");
  const times = `${Math.round(between - before)} ms here, ${Math.round(after - between)} ms native`;
  console.log(`the same ${here.length} bytes: ${name} (${times}): ${digests}`);
}
