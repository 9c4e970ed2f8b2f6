// Moves the walkers of WALK, which toys/javascript.py puts before this, with what toys.js offers. All numbers are counts
// of the walkers' digits, and the sums that WALK has. Without a document (in tests) it does nothing.

const TICK = 240, HOLD = 5; // milliseconds of a decision; decisions that the end of a crossing is shown for
const LANE = 25, ROPES_TOP = 16, CHART = 96, FALL = 9;

// What has happened. A moment is a group of walkers, from 0, and how many decisions it has taken.

function decisionsOf(film) { return film.ropes[0].sums.length; }
function groupsOf(film) { return film.ropes[0].walkers.length / film.together; }

function momentAfter(film, { group, decision }) { // null at the end
  if (decision < decisionsOf(film)) return { group, decision: decision + 1 };
  return group + 1 < groupsOf(film) ? { group: group + 1, decision: 0 } : null;
}

function walkingOn(film, rope, group) {
  return rope.walkers.slice(group * film.together, (group + 1) * film.together);
}

function isOff(walker, decision) { return decision > 0 && walker[decision - 1] === "1"; }

function sumTo(walker, decision) { // of its decisions, those that ended off the rope
  return walker.slice(0, decision).split("1").length - 1;
}

function averageTo(film, rope, { group, decision }, at = decision) { // of those who have taken so many decisions
  const walked = rope.walkers.slice(0, (group + (at <= decision)) * film.together);
  return walked.reduce((all, walker) => all + sumTo(walker, at), 0) / walked.length; // NaN of nobody
}

function seenAt(film, rope, moment) {
  const { group, decision } = moment, expected = decision ? rope.sums[decision - 1] : 0;
  const before = decision > 1 ? rope.sums[decision - 2] : 0;
  return {
    off: walkingOn(film, rope, group).filter((walker) => isOff(walker, decision)).length,
    offExpected: (expected - before) * film.together,
    average: averageTo(film, rope, moment),
    expected,
  };
}

function saidAt(film, moment) {
  const { group, decision } = moment, seen = film.ropes.map((rope) => seenAt(film, rope, moment));
  const each = film.ropes.map((rope, i) =>
    `${rope.heading}: ${seen[i].off} of ${film.together} are off; sum per walker ${written(seen[i].average)}, expected ${written(seen[i].expected)}.`);
  return `Decision ${decision} of ${decisionsOf(film)}, ${(group + 1) * film.together} walkers. ${each.join(" ")}`;
}

// The drawing of one rope.

function scene(film, rope, svg, most) {
  const width = svg.clientWidth || 300, left = 28, right = width - 12, steps = decisionsOf(film);
  const x = (decision) => left + ((right - left) * decision) / steps;
  const lane = (i) => ROPES_TOP + LANE * (i + 0.5);
  const top = ROPES_TOP + LANE * film.together + 26, bottom = top + CHART;
  const y = (sum) => bottom - (sum / most) * CHART;
  const line = (points) => points.map(([t, sum], i) => `${i ? "L" : "M"}${x(t).toFixed(1)} ${y(sum).toFixed(1)}`).join("");
  const indices = Array.from({ length: film.together }, (_, i) => i);
  const walkers = indices.map(() => {
    const one = nodeOf("g", { class: "walker" });
    one.append(nodeOf("circle", { cy: -14, r: 3 }), nodeOf("path", { d: "M0-11v5l-3.5 6m3.5-6l3.5 6M-4-8h8" }));
    return one;
  });
  const fallen = nodeOf("path", { class: "fallen" }), average = nodeOf("path", { class: "average" });
  const ticks = [0, Math.floor(most)];
  svg.setAttribute("viewBox", `0 0 ${width} ${bottom + 40}`);
  svg.replaceChildren(
    nodeOf("path", { class: "rope", d: indices.map((i) => `M${left} ${lane(i)}H${right}`).join("") }),
    nodeOf("path", { class: "post", d: `M${left} ${ROPES_TOP}V${lane(film.together - 0.5)}M${right} ${ROPES_TOP}V${lane(film.together - 0.5)}` }),
    fallen, ...walkers,
    nodeOf("text", { x: left, y: top - 8 }, "sum so far, per walker"),
    ...ticks.map((sum) => nodeOf("path", { class: "grid", d: `M${left} ${y(sum)}H${right}` })),
    ...ticks.map((sum) => nodeOf("text", { x: left - 6, y: y(sum) + 4, "text-anchor": "end" }, sum)),
    nodeOf("path", { class: "expected", d: line([[0, 0], ...rope.sums.map((sum, i) => [i + 1, sum])]) }),
    average,
    ...[0, steps / 2, steps].map((t) => nodeOf("text", { x: x(t), y: bottom + 17, "text-anchor": "middle" }, t)),
    nodeOf("text", { x: right, y: bottom + 34, "text-anchor": "end" }, "decisions"));
  return (moment) => {
    const { group, decision } = moment, now = walkingOn(film, rope, group);
    svg.classList.toggle("begins", decision === 0);
    now.forEach((walker, i) => {
      const off = isOff(walker, decision);
      walkers[i].classList.toggle("off", off);
      walkers[i].style.transform = `translate(${x(decision)}px, ${lane(i) + (off ? FALL : 0)}px)`;
    });
    fallen.setAttribute("d", now.map((walker, i) => Array.from({ length: decision }, (_, t) =>
      (isOff(walker, t + 1) ? `M${x(t)} ${lane(i) + 3}H${x(t + 1)}` : "")).join("")).join(""));
    const sums = [0, ...rope.sums].map((_, t) => [t, averageTo(film, rope, moment, t)]);
    average.setAttribute("d", line(sums.filter(([, sum]) => Number.isFinite(sum))));
  };
}

// The page.

function walk(film, box) {
  const part = (name) => box.querySelector(`[data-part="${name}"]`);
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  let moment = { group: 0, decision: 0 }, running = !still.matches, seen = false, waited = 0, scenes = [];

  function lay() {
    const ends = film.ropes.flatMap((rope) => Array.from({ length: groupsOf(film) }, (_, group) =>
      averageTo(film, rope, { group, decision: decisionsOf(film) })).concat(rope.sums));
    scenes = film.ropes.map((rope, i) => scene(film, rope, part(`rope-${i}`), Math.max(...ends)));
    show();
  }

  function show() {
    scenes.forEach((at) => at(moment));
    part("moment").textContent = moment.decision;
    part("walkers").textContent = (moment.group + 1) * film.together;
    film.ropes.forEach((rope, i) => {
      const { off, offExpected, average, expected } = seenAt(film, rope, moment);
      part(`off-${i}`).textContent = `${off} (${offExpected.toFixed(1)})`;
      part(`sum-${i}`).textContent = `${average.toFixed(2)} (${expected.toFixed(2)})`;
    });
    part("play").textContent = running ? "Pause" : momentAfter(film, moment) ? "Play" : "Play again";
  }

  function tell() { part("told").textContent = running ? "" : saidAt(film, moment); } // while it moves, nothing is read out

  function forward() {
    moment = momentAfter(film, moment) || { group: 0, decision: 0 };
    if (running && !momentAfter(film, moment)) { running = false; tell(); }
    show();
  }

  function tick() {
    if (!running || !seen) return;
    waited = moment.decision === decisionsOf(film) && waited < HOLD ? waited + 1 : 0;
    if (!waited) forward();
  }

  part("play").addEventListener("click", () => {
    running = !running;
    if (running && !momentAfter(film, moment)) moment = { group: 0, decision: 0 };
    show();
    tell();
  });
  part("step").addEventListener("click", () => { running = false; forward(); tell(); });
  box.hidden = false;
  lay();
  new IntersectionObserver((entries) => { seen = entries[entries.length - 1].isIntersecting; }, { threshold: 0.3 }).observe(box);
  still.addEventListener("change", () => { if (still.matches) { running = false; show(); } });
  addEventListener("resize", lay);
  setInterval(tick, TICK);
}

if (globalThis.document) walk(WALK, document.getElementById("walkers-tried"));
