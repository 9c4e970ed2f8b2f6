"use strict";
// Filters the table of claims, by verdicts and by words of a claim's row or card. Without scripts the table stands whole.
// The filter is in the address: #tbl:claims?verdict=refuted,holds&search=words.

const CLAIMS = "tbl:claims";

function filterIn(address, verdicts) { // null where it is not about the table; what makes no sense is passed over
  const [key, query] = address.replace(/^#/, "").split("?");
  if (key !== CLAIMS || query === undefined) return null;
  const filter = { chosen: [], search: "" };
  for (const part of query.split("&")) {
    const [name, text = ""] = part.split("=");
    if (name === "verdict") filter.chosen = verdicts.filter((one) => text.split(",").includes(one));
    if (name === "search") try { filter.search = decodeURIComponent(text); } catch { /* half an escape */ }
  }
  return filter;
}

function filterAddress({ chosen, search }) {
  const parts = [["verdict", chosen.join(",")], ["search", encodeURIComponent(search)]].filter(([, text]) => text);
  return `#${CLAIMS}${parts.length ? "?" : ""}${parts.map((one) => one.join("=")).join("&")}`;
}

function passes(row, { chosen, search }) {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return (!chosen.length || chosen.includes(row.verdict)) && words.every((word) => row.words.includes(word));
}

function element(name, attributes, ...inside) {
  const node = document.createElement(name);
  for (const key in attributes) node.setAttribute(key, attributes[key]);
  node.append(...inside);
  return node;
}

function claimRow(row) {
  const card = document.getElementById(row.cells[0].textContent.trim());
  const words = `${row.textContent} ${card ? card.textContent : ""}`.toLowerCase();
  return { row, verdict: row.querySelector(".verdict").textContent, words };
}

function filterClaims(figure) {
  const rows = [...figure.querySelectorAll("tbody tr")].map(claimRow);
  const verdicts = [...new Set(rows.map((one) => one.verdict))];
  const many = (verdict) => rows.filter((one) => one.verdict === verdict).length;
  const button = (verdict) => element("button", { type: "button", class: `verdict ${verdict}` }, `${verdict} ${many(verdict)}`);
  const buttons = Object.fromEntries(verdicts.map((verdict) => [verdict, button(verdict)]));
  const search = element("input", { type: "search", id: "claims-search", autocomplete: "off" });
  const shown = element("p", { role: "status", "aria-live": "polite", class: "quiet" });
  const all = element("button", { type: "button", class: "all" }, "show all");
  const choice = element("p", { role: "group", "aria-label": "Verdicts" }, ...Object.values(buttons), all);
  const field = element("p", {}, element("label", { for: "claims-search" }, "Search in claims and cards"), search);
  let filter = { chosen: [], search: "" };

  function show() {
    for (const one of rows) one.row.hidden = !passes(one, filter);
    for (const verdict of verdicts) buttons[verdict].setAttribute("aria-pressed", filter.chosen.includes(verdict));
    if (search.value !== filter.search) search.value = filter.search;
    all.disabled = !filter.chosen.length && !filter.search;
    shown.textContent = `${rows.filter((one) => !one.row.hidden).length} of ${rows.length} claims shown`;
  }

  function change(next) {
    filter = next;
    show();
    try { history.replaceState(null, "", filterAddress(filter)); } catch { /* a browser that forbids it, or so often */ }
  }

  function toggled(verdict) {
    const without = filter.chosen.filter((one) => one !== verdict);
    return { ...filter, chosen: without.length < filter.chosen.length ? without : [...without, verdict] };
  }

  function arrive() {
    const given = filterIn(location.hash, verdicts);
    if (!given) return;
    filter = given;
    show();
    figure.scrollIntoView();
  }

  for (const verdict of verdicts) buttons[verdict].addEventListener("click", () => change(toggled(verdict)));
  search.addEventListener("input", () => change({ ...filter, search: search.value }));
  all.addEventListener("click", () => { change({ chosen: [], search: "" }); search.focus(); });
  const controls = element("div", { class: "filters", role: "search", "aria-label": "Claims" }, field, choice, shown);
  figure.querySelector(".scroll").before(controls);
  show();
  arrive();
  addEventListener("hashchange", arrive);
}

if (globalThis.document) {
  const figure = document.getElementById(CLAIMS);
  if (figure && figure.querySelector("tbody tr .verdict")) filterClaims(figure);
}
