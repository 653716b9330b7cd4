// A path on the plane: drawn, tapped, set by keys, or between two moods; and the songs along it.
import { plural, text } from "../texts.js";
import { moodAt } from "./choice.js";
import { toDrawing, toPlane } from "./draw.js";
import { MOST, simplify } from "./path.js";

const POINT = 0.01; // how large the mark that keys move is drawn

export function journeying(form, plane, placeOf, changed) {
  const { from, to, minutes } = form.elements;
  const field = form.querySelector("[data-drawn]");
  const again = form.querySelector("[data-clear]");
  const told = form.querySelector("[data-journey]");
  let path = []; // in units of the drawing
  let line = null; // what is being drawn
  let given = true; // whether the path is one between two named moods
  let cursor = null; // where keys have led on the way to the next point
  let plan = null; // the server's songs for this path
  let asked = 0;

  for (const end of [from, to]) end.addEventListener("change", between);
  minutes.addEventListener("input", forget);
  again.addEventListener("click", () => draw([]));

  function draw(points, at = null) {
    line = null;
    path = points.length > MOST ? simplify(points) : points;
    given = false;
    if (path.length > 1) [from.value, to.value] = [path[0], path.at(-1)].map((end) => moodAt(toPlane(end)));
    cursor = at;
    plane.ring(cursor, POINT);
    plane.path(path.map(toPlane));
    field.disabled = path.length < 2;
    field.value = written();
    again.hidden = !path.length;
    forget();
  }

  // The straight way between the two moods of the form.
  function between() {
    const named = [from.value, to.value];
    draw(named[0] === named[1] ? [] : named.map((mood) => toDrawing(placeOf(mood))));
    [from.value, to.value] = named;
    given = true;
  }

  function forget() {
    plan = null;
    asked += 1;
    told.textContent = path.length < 2 ? text("plane.path.empty") : "";
    changed();
  }

  function written() {
    return path.map(toPlane).map(({ valence, arousal }) => `${valence},${arousal}`).join(" ");
  }

  return {
    // The path that the page came with, or the one between the form's two moods.
    start() {
      const kept = form.querySelector("input[type=checkbox][name=path]");
      const places = (kept?.value ?? "").split(" ").map((each) => each.split(",").map(Number));
      kept?.closest("p").remove();
      if (path.length) return draw(path);
      if (places.length > 1) draw(places.map(([valence, arousal]) => toDrawing({ valence, arousal })));
      else between();
    },
    tap: (at) => draw([...(given ? [] : path), at]),
    begin(at) {
      line = [at];
    },
    drag(at) {
      line = [...line.slice(-600), at];
      plane.path(line.map(toPlane));
      changed();
    },
    drop: () => line && draw(simplify(line)),
    step(moved) {
      cursor = moved(cursor);
      plane.ring(cursor, POINT);
    },
    add: () => cursor && draw([...(given ? [] : path), toDrawing(cursor)], cursor),
    back: () => draw(path.slice(0, -1), cursor),
    clear() {
      path = [];
      plane.path(path);
    },

    choice: () => ({ path: (line ?? path).map(toPlane), journey: plan }),
    told: () => (path.length ? plural("plane.path.points", path.length) : text("plane.path.empty")),
    fields: () => (path.length > 1 ? { path: written(), minutes: minutes.value } : {}),

    // Once fingers rest: which of the songs beside the path make up a journey of that length.
    async settle(address) {
      if (plan || line || path.length < 2 || !minutes.validity.valid) return;
      const turn = (asked += 1);
      told.textContent = text("plane.path.looking");
      let found = null;
      try {
        const query = new URLSearchParams({ path: written(), minutes: minutes.value });
        const answer = await fetch(`${address}?${query}`, { headers: { Accept: "application/json" } });
        if (answer.ok) found = await answer.json();
      } catch {
        // told below
      }
      if (turn !== asked) return;
      told.textContent = found ? (found.is_short ? text("plane.path.short") : "") : text("plane.path.failed");
      if (!found) return;
      plan = found.tracks;
      changed();
    },
  };
}
