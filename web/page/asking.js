// What the page asks of an engine, whichever it is: the core in workers (engine.js), or the program that
// serves the page (native.js, which then stands in its place).

/**
 * @typedef {{ name: string, scenario: string, organisations?: string, set: string[] }} Plan
 * @typedef {{ source: string, line: number, column: number, text: string, message: string, help: string | null }} Problem
 * @typedef {{ name: string, title: string, question: string, replicates: number, weeks: number, regions: number,
 *   organisations: number, staff_weeks: number, resolved: string, changed: [string, string, string][],
 *   warnings: Problem[] }} Sound
 * @typedef {{ measures: string[], steps(sound: Sound): number[], sound(sound: Sound): void,
 *   told(told: any, base: any, futures: number, waits: boolean): void, came(futures: number): void }} Hears
 */

/** Thrown where the core finds problems in a plan. */
export class Problems extends Error {
  /** @param {Problem[]} list */
  constructor(list) {
    super(list.map((p) => `${p.source}:${p.line}:${p.column}: ${p.message}`).join("\n"));
    this.list = list;
  }
}

/** Thrown to whoever waits for a run that another has replaced. */
export class Replaced extends Error {}

/** What a reply holds. @param {any} reply */
export function said(reply) {
  if (reply.problems) throw new Problems(reply.problems);
  if (reply.replaced) throw new Replaced();
  if (reply.error !== undefined) throw new Error(reply.error);
  return Object.values(reply)[0];
}

/** What tells one plan from another. @param {Plan} plan */
export const keyOf = (plan) => JSON.stringify([plan.scenario, plan.organisations ?? null, plan.set]);
