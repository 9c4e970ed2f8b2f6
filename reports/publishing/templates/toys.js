// Runs the toys of a page: FORMULAS, TOYS and PICTURES, which toys/javascript.py puts before this, are all it knows of them.
// A state has a number for each slider and a key for each choice. Without a document (in tests) it does nothing.

const EXACT = "The worst case is exact: no finite problem whose expert takes one action in each state has more, and one has as much, ";
const AT_MOST = "The worst case is an upper bound here: what it is exactly is not known for this error if the expert pays.";
const SVG = "http://www.w3.org/2000/svg";

function sum(first, last, term) {
  let all = 0;
  for (let i = first; i <= last; i++) all += term(i);
  return all;
}

// What a slider can say.

function fitted(slider, value) {
  const within = Math.min(slider.most, Math.max(slider.least, value));
  const whole = slider.steps === "whole" || (slider.steps === "whole above 1" && within > 1);
  return whole ? Math.round(within) : Number(within.toPrecision(3));
}

function valueAt(slider, part) {
  const { least, most } = slider;
  return fitted(slider, slider.scale === "log" ? least * Math.pow(most / least, part) : least + (most - least) * part);
}

function stopsOf(slider, most = 400) { // no two alike, so that each key moves it
  const all = Array.from({ length: most + 1 }, (_, i) => valueAt(slider, i / most));
  return all.filter((value, i) => value !== all[i - 1]);
}

function nearest(stops, value) {
  return stops.reduce((best, one, i) => (Math.abs(one - value) < Math.abs(stops[best] - value) ? i : best), 0);
}

function partOf(slider, value) {
  const { least, most } = slider;
  return slider.scale === "log" ? Math.log(value / least) / Math.log(most / least) : (value - least) / (most - least);
}

// What a state means.

function first(toy) {
  const state = {};
  for (const slider of toy.sliders) state[slider.letter] = slider.start;
  toy.choices.forEach((choice, i) => (state[choice.key] = toy.start[i]));
  return state;
}

function caseOf(toy, state) {
  return toy.cases[toy.choices.map((choice) => state[choice.key]).join(" ")];
}

function holds(formula, values) {
  return formula === undefined || FORMULAS[formula](values);
}

function valuesOf(lines, state) { // of each line by its role; NaN where it has none
  return Object.fromEntries(
    lines.map((line) => [line.role, holds(line.when, state) ? FORMULAS[line.value](state) : NaN]));
}

function numbersOf(shown, state) {
  const values = { ...state, ...valuesOf(shown.lines, state) };
  const numbers = Object.entries(shown.numbers).map(([name, formula]) => [name, FORMULAS[formula](values)]);
  return { ...values, ...Object.fromEntries(numbers) };
}

function filled(words, numbers) {
  return words.replace(/\{(\w+)\}/g, (_, name) => written(numbers[name]));
}

function saying(sentences, numbers) {
  return sentences.filter((one) => holds(one.when, numbers)).map((one) => filled(one.words, numbers)).join(" ");
}

function told(toy, state) {
  const shown = caseOf(toy, state);
  return saying(shown.sentences, numbersOf(shown, state));
}

function picturedIn(shown, state) { // the numbers of the case's drawing, by their names in it; of no drawing, none
  const numbers = shown.drawn ? PICTURES[shown.drawn].numbers : {};
  return Object.fromEntries(Object.entries(numbers).map(([name, formula]) => [name, FORMULAS[formula](state)]));
}

function written(number) { // four digits, or fewer where these are no number of 8 signs: drawings have room for so many
  if (!Number.isFinite(number)) return "–";
  const rounded = [4, 3, 2, 1].map((digits) => Number(number.toPrecision(digits)));
  const ways = [String(rounded[0]), ...rounded.map((one) => one.toExponential())];
  return ways.find((one) => one.length <= 8) ?? ways[0];
}

// A state in an address: #key?letter=number&choice=key. What makes no sense there is passed over.

function addressOf(toy, state) {
  return `#${toy.key}?${Object.entries(state).map(([name, value]) => `${name}=${value}`).join("&")}`;
}

function stateIn(toy, address) {
  const [key, query] = address.replace(/^#/, "").split("?");
  if (key !== toy.key || query === undefined) return null;
  const state = first(toy);
  for (const part of query.split("&")) {
    const [name, text] = part.split("=");
    const slider = toy.sliders.find((one) => one.letter === name);
    if (slider && text && Number.isFinite(Number(text))) state[name] = fitted(slider, Number(text));
    const choice = toy.choices.find((one) => one.key === name);
    if (choice && Object.hasOwn(choice.options, text)) state[name] = text;
  }
  return state;
}

// The drawing.

function nodeOf(name, attributes, words) {
  const node = document.createElementNS(SVG, name);
  for (const key in attributes) node.setAttribute(key, attributes[key]);
  if (words !== undefined) node.textContent = words;
  return node;
}

function ticks(low, high, scale) {
  if (scale === "log") {
    const from = Math.ceil(Math.log10(low) - 1e-9), to = Math.floor(Math.log10(high) + 1e-9);
    return Array.from({ length: to - from + 1 }, (_, i) => Number(`1e${from + i}`));
  }
  const order = Math.pow(10, Math.floor(Math.log10(high - low)));
  const step = [0.2, 0.5, 1].map((one) => one * order).find((one) => (high - low) / one <= 6) || 2 * order;
  return Array.from({ length: Math.floor((high - low) / step + 1e-9) + 1 }, (_, i) => low + i * step);
}

function draw(toy, state, svg) {
  const along = toy.sliders.find((one) => one.letter === toy.along), lines = caseOf(toy, state).lines;
  const width = svg.clientWidth || 600, height = 270, left = 52, right = width - 20, top = 26, bottom = height - 40;
  const drawn = stopsOf(along, 100).map((x) => [x, valuesOf(lines, { ...state, [toy.along]: x })]);
  const heights = drawn.flatMap(([, values]) => Object.values(values)).filter((y) => Number.isFinite(y) && y > 0);
  const high = Math.max(...heights), low = toy.scale === "log" ? Math.max(Math.min(...heights), high / 1e7) : 0;
  const up = (y) => (toy.scale === "log" ? Math.log(y / low) / Math.log(high / low) : y / high);
  const placed = (x, y) => [left + partOf(along, x) * (right - left), bottom - up(y) * (bottom - top)];
  const parts = [nodeOf("text", { x: 4, y: 14 }, toy.up)];
  for (const x of ticks(along.least, along.most, along.scale)) {
    const [at] = placed(x, high);
    parts.push(nodeOf("path", { class: "grid", d: `M${at} ${top}V${bottom}` }));
    parts.push(nodeOf("text", { x: at, y: bottom + 17, "text-anchor": "middle" }, written(x)));
  }
  for (const y of ticks(low, high, toy.scale)) {
    const at = placed(along.least, y)[1];
    parts.push(nodeOf("path", { class: "grid", d: `M${left} ${at}H${right}` }));
    parts.push(nodeOf("text", { x: left - 6, y: at + 4, "text-anchor": "end" }, written(y)));
  }
  parts.push(nodeOf("text", { x: right, y: height - 6, "text-anchor": "end" }, `${along.sign}: ${along.words}`));
  const here = placed(state[toy.along], high)[0], now = valuesOf(lines, state);
  parts.push(nodeOf("path", { class: "here", d: `M${here} ${top}V${bottom}` }));
  for (const { role } of lines) {
    const seen = drawn.filter(([, values]) => values[role] >= low * (1 - 1e-9));
    const points = seen.map(([x, values]) => placed(x, values[role]).map((one) => one.toFixed(1)).join(" "));
    if (points.length) parts.push(nodeOf("path", { class: `line ${role}`, d: `M${points.join("L")}` }));
    if (now[role] >= low) {
      const [cx, cy] = placed(state[toy.along], now[role]);
      parts.push(nodeOf("circle", { class: role, cx, cy, r: 4 }));
    }
  }
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  svg.replaceChildren(...parts);
}

// The page.

function begin(toy) {
  const box = document.getElementById(toy.key);
  if (!box) return;
  const part = (name) => box.querySelector(`[data-part="${name}"]`);
  const inputs = (name) => box.querySelectorAll(`[data-letter="${name}"]`);
  const stops = Object.fromEntries(toy.sliders.map((one) => [one.letter, stopsOf(one)]));
  let state = first(toy), waiting = false;

  function show() {
    const shown = caseOf(toy, state), numbers = numbersOf(shown, state), chosen = toy.choices.map((one) => state[one.key]);
    for (const slider of toy.sliders) {
      const value = state[slider.letter];
      for (const input of inputs(slider.letter)) {
        if (input.type === "range") {
          input.value = nearest(stops[slider.letter], value);
          input.setAttribute("aria-valuetext", written(value));
        } else if (input !== document.activeElement || Number(input.value) !== value) input.value = value;
        input.closest(".slider").hidden = slider.only !== "" && !chosen.includes(slider.only);
      }
    }
    for (const choice of toy.choices) inputs(choice.key)[0].value = state[choice.key];
    for (const line of shown.lines) part(line.role).textContent = written(numbers[line.role]);
    part("told").textContent = told(toy, state);
    part("link").href = addressOf(toy, state);
    if (shown.witness) showWitness(shown, numbers);
    if (part("pictured")) showPicture(shown, holds(shown.known, numbers));
    draw(toy, state, part("drawing"));
  }

  function showWitness(shown, numbers) {
    const known = holds(shown.known, numbers), place = document.getElementById(`fig:problem-${shown.witness}`);
    const name = document.createElement(place ? "a" : "span");
    name.textContent = shown.witness;
    if (place) name.href = `#fig:problem-${shown.witness}`;
    part("witness").replaceChildren(...(known ? [EXACT, name, "."] : [AT_MOST]));
    part("command").textContent = known ? filled(shown.command, numbers) : "";
  }

  const wording = new Map([...box.querySelectorAll("[data-picture] text")].map((one) => [one, one.textContent]));
  let telling = 0;

  function showPicture(shown, known) { // of an upper bound that nothing attains there is none
    const drawn = known ? shown.drawn : null, numbers = picturedIn({ drawn }, state);
    for (const one of box.querySelectorAll("[data-picture]")) one.hidden = one.dataset.picture !== drawn;
    for (const [text, words] of wording) if (!text.closest("[data-picture]").hidden) text.textContent = filled(words, numbers);
    part("legend").hidden = part("in-words").hidden = !drawn;
    part("costs").textContent = drawn ? saying(PICTURES[drawn].costs, { ...state, ...numbers }) : "";
    clearTimeout(telling); // told once the sliders rest
    telling = setTimeout(() => { part("pictured").textContent = drawn ? filled(PICTURES[drawn].words, numbers) : ""; }, 600);
  }

  function soon() { // once a picture, however fast a slider moves
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; show(); });
  }

  function keep() {
    try { history.replaceState(null, "", addressOf(toy, state)); } catch { /* a browser that forbids it, or so often */ }
  }

  function arrive() {
    const given = stateIn(toy, location.hash);
    if (!given) return;
    state = given;
    show();
    box.scrollIntoView();
  }

  for (const slider of toy.sliders) {
    for (const input of inputs(slider.letter)) {
      const ranged = input.type === "range";
      if (ranged) input.max = stops[slider.letter].length - 1;
      input.addEventListener("input", () => {
        if (!ranged && !(input.value && input.validity.valid)) return; // half typed
        state[slider.letter] = ranged ? stops[slider.letter][input.value] : fitted(slider, Number(input.value));
        soon();
      });
      input.addEventListener("change", () => {
        if (!ranged && input.value) state[slider.letter] = fitted(slider, Number(input.value));
        show();
        if (!ranged) input.value = state[slider.letter];
        keep();
      });
    }
  }
  for (const choice of toy.choices) {
    inputs(choice.key)[0].addEventListener("change", (event) => {
      state[choice.key] = event.target.value;
      show();
      keep();
    });
  }
  box.hidden = false;
  document.getElementById(`${toy.key}-without`).hidden = true;
  show();
  arrive();
  addEventListener("hashchange", arrive);
  addEventListener("resize", soon);
}

if (globalThis.document) TOYS.forEach(begin);
