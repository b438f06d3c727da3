// Figures as the program says them. Nothing is computed here.

/** `12,345`. @param {number} x */
export const count = (x) => {
  const digits = Math.abs(Math.round(x)).toString().replace(/\B(?=(\d{3})+$)/g, ",");
  return x < 0 && digits !== "0" ? `−${digits}` : digits;
};

/** `+6`, `−12`, `0`. @param {number} x */
export const signed = (x) => (x > 0 && count(x) !== "0" ? `+${count(x)}` : count(x));

/** `£1,200`. @param {number} x */
export const pounds = (x) => (x < 0 && count(x) !== "0" ? `−£${count(-x)}` : `£${count(Math.abs(x))}`);

/** `+£1,200`. @param {number} x */
export const signedPounds = (x) => (x > 0 && count(x) !== "0" ? `+${pounds(x)}` : pounds(x));

/** `£120k`. @param {number} x */
export const short = (x) => (x >= 1e6 ? `£${+(x / 1e6).toFixed(1)}m` : x >= 1e4 ? `£${+(x / 1e3).toFixed(0)}k` : pounds(x));

/** `62 %`; what is neither none nor all never reads so. @param {number} share */
export const percent = (share) => {
  const x = share * 100;
  if (x > 0 && x < 0.5) return "<1\u00a0%";
  if (x >= 99.5 && x < 100) return ">99\u00a0%";
  return `${Math.round(x)}\u00a0%`;
};

const MONTH = new Intl.DateTimeFormat("en-GB", { month: "long", year: "numeric", timeZone: "UTC" });
const BRIEF = new Intl.DateTimeFormat("en-GB", { month: "short", year: "numeric", timeZone: "UTC" });

/** `March 2029`. @param {string} date */
export const month = (date) => MONTH.format(new Date(`${date}T00:00:00Z`));

/** `Mar 2029`. @param {string} date */
export const brief = (date) => BRIEF.format(new Date(`${date}T00:00:00Z`));

/** `futures`, or `future`. @param {number} n @param {string} [what] */
export const futures = (n, what = "") => `${count(n)} ${what}future${n === 1 ? "" : "s"}`;
