"use strict";

/* The sections that have every word, those that have more of them in their headings first. */
function found(entries, question) {
  const words = question.toLowerCase().split(/\s+/).filter(Boolean);
  if (!words.length) return entries;
  const score = (entry) => {
    const head = `${entry.page} ${entry.title}`.toLowerCase(), text = entry.text.toLowerCase();
    if (!words.every((word) => head.includes(word) || text.includes(word))) return 0;
    return 1 + words.filter((word) => head.includes(word)).length;
  };
  const scored = entries.map((entry) => [score(entry), entry]).filter(([points]) => points);
  return scored.sort((one, other) => other[0] - one[0]).map(([, entry]) => entry);
}

/* The text around the first of the words that is in it. */
function excerpt(text, question) {
  const words = question.toLowerCase().split(/\s+/).filter(Boolean), lower = text.toLowerCase();
  const at = Math.max(0, Math.min(...words.map((word) => lower.indexOf(word)).filter((place) => place >= 0)));
  const start = Number.isFinite(at) ? Math.max(0, at - 60) : 0;
  return (start ? "... " : "") + text.slice(start, start + 160) + (start + 160 < text.length ? " ..." : "");
}

if (typeof document !== "undefined") {
  const entries = JSON.parse(document.getElementById("entries").textContent);
  const field = document.querySelector("main input"), list = document.querySelector(".found"), count = document.querySelector("output");
  const made = (name, text, kind) => Object.assign(document.createElement(name), { textContent: text, className: kind || "" });
  const show = () => {
    const shown = found(entries, field.value), asked = field.value.trim();
    count.textContent = asked ? `${shown.length} ${shown.length === 1 ? "section" : "sections"}` : "";
    list.replaceChildren(...shown.map((entry) => {
      const item = made("li"), link = made("a", entry.title);
      link.href = entry.address;
      item.append(link, made("span", entry.page === entry.title ? "" : ` ${entry.page}`, "of"));
      if (asked) item.append(made("div", excerpt(entry.text, asked), "quiet"));
      return item;
    }));
  };
  field.value = new URLSearchParams(location.search).get("q") || "";
  field.addEventListener("input", show);
  show();
}
