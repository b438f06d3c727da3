// Tables that can be sorted, and a month read off a chart. Nothing is fetched, nothing is stored.
"use strict";
{
  // A number or a date at the start of a cell; none where there is neither.
  const value = (text) => {
    const t = text.replace(/\u00a0/g, " ").replace(/\u2212/g, "-").replace(/[,£+]/g, "").trim();
    const day = /^(\d{1,2} )?([A-Z][a-z]{2,8}) (\d{4})$/.exec(t);
    if (day) return Date.parse(`${day[1] || "1 "}${day[2]} ${day[3]} UTC`);
    const number = /^([<>]?)(-?\d+(\.\d+)?(e-?\d+)?)/.exec(t);
    return number ? +number[2] + { "<": -1e-9, ">": 1e-9, "": 0 }[number[1]] : null;
  };

  for (const table of document.querySelectorAll(".scroll table")) {
    const body = table.tBodies[0];
    const asMade = [...body.rows];
    if (asMade.length < 3) continue;
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, column) => {
      if (!head.textContent) return;
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        // Up, down, and as it was made.
        const was = head.getAttribute("aria-sort");
        const way = was === null ? "ascending" : was === "ascending" ? "descending" : null;
        heads.forEach((other) => other.removeAttribute("aria-sort"));
        if (way) head.setAttribute("aria-sort", way);
        const cells = asMade.map((row) => {
          const text = row.cells[column].textContent.trim();
          return { row, text, value: value(text) };
        });
        const said = cells.filter((cell) => /[^–\s]/.test(cell.text));
        const asNumbers = said.filter((cell) => cell.value !== null).length * 2 > said.length;
        const known = (cell) => (asNumbers ? cell.value !== null : /[^–\s]/.test(cell.text));
        const sign = way === "descending" ? -1 : 1;
        // What has no value stays below either way.
        if (way) {
          cells.sort((a, b) => known(b) - known(a) || (known(a) && sign * (asNumbers
            ? a.value - b.value
            : a.text.localeCompare(b.text, "en-GB"))));
        }
        body.append(...cells.map((cell) => cell.row));
      });
    });
  }

  for (const figure of document.querySelectorAll("figure[data-plot]")) {
    const [left, right, top, bottom, from, to] = figure.dataset.plot.split(" ");
    const box = figure.querySelector(".picture");
    const svg = box.querySelector("svg");
    const table = figure.querySelector("table");
    const heads = [...table.tHead.rows[0].cells].map((cell) => cell.textContent);
    const rows = [...table.tBodies[0].rows].map((row) => {
      const cells = [...row.cells].map((cell) => cell.textContent);
      return { at: (value(cells[0]) - Date.parse(from)) / (Date.parse(to) - Date.parse(from)), cells };
    });
    if (!rows.length) continue;
    const line = document.createElement("div");
    line.className = "cursor";
    line.hidden = true;
    box.append(line);
    const words = document.createElement("p");
    words.className = "read-out";
    words.textContent = "Point at the chart, or focus it and press ← or →, to read a month.";
    box.after(words);
    let now = rows.length - 1;
    const show = (which, live) => {
      now = Math.max(0, Math.min(rows.length - 1, which));
      const { at, cells } = rows[now];
      words.setAttribute("aria-live", live);
      words.textContent = `${cells[0]}: ${cells.slice(1).map((c, i) => `${heads[i + 1]} ${c}`).join("; ")}`;
      const frame = svg.getBoundingClientRect();
      line.style.left = `${(frame.width * (+left + (right - left) * at)) / 1000}px`;
      line.style.top = `${(frame.height * top) / 1000}px`;
      line.style.height = `${(frame.height * (bottom - top)) / 1000}px`;
      line.hidden = false;
    };
    const point = (event) => {
      const frame = svg.getBoundingClientRect();
      const at = (((event.clientX - frame.left) / frame.width) * 1000 - left) / (right - left);
      const off = (row) => Math.abs(row.at - at);
      show(rows.reduce((best, row, i) => (off(row) < off(rows[best]) ? i : best), 0), "off");
    };
    box.addEventListener("pointermove", point);
    box.addEventListener("pointerdown", point);
    box.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1, PageUp: -12, PageDown: 12, Home: -1e6, End: 1e6 };
      const by = step[event.key];
      if (!by || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      show(line.hidden && by < 0 && by > -1e6 ? now : now + by, "polite");
    });
  }
}
