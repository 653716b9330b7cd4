// How is chosen: by mood, around a point, or along a path; by pointer, keys, buttons and fields.
import { plural, text } from "../texts.js";
import { percents, tidy, toDrawing, toPlane } from "./draw.js";
import { simplify } from "./path.js";
import { pointing } from "./pointing.js";

const STEP = 0.01;
const SIZES = [0.01, 0.3];
const MOST = 12;
const MIDDLE = { valence: 0.5, arousal: 0.5 };
const USUAL = 0.06;

export function choosing(desk, plane, hand, changed) {
  const part = (selector) => desk.querySelector(selector);
  const surface = part("[data-surface]");
  const boxes = [...desk.querySelectorAll("input[name=moods]")];
  const { valence, arousal, radius } = part("[data-place]").elements;
  const journey = part("[data-path]");
  let mode = "moods";
  let order = boxes.filter((box) => box.checked);
  let point = null;
  let size = USUAL;
  let path = []; // in units of the drawing
  let drawn = null; // what is being drawn
  let given = true; // whether the path is one between two named moods
  let cursor = null; // where keys have led on the way to the next point of a path

  for (const box of boxes) {
    box.addEventListener("change", () => {
      turn("moods");
      order = order.filter((other) => other !== box);
      if (box.checked) order.push(box);
      while (order.length > 2) order.shift().checked = false;
      changed();
    });
  }
  for (const button of desk.querySelectorAll("[data-mode]")) {
    button.addEventListener("click", () => turn(button.dataset.mode));
  }
  for (const field of [valence, arousal, radius]) {
    field.form.noValidate = true;
    field.addEventListener("input", () => {
      const numbers = [valence, arousal, radius].map((each) => each.valueAsNumber);
      if (numbers.every(Number.isFinite)) put({ valence: numbers[0], arousal: numbers[1] }, numbers[2], false);
    });
  }
  for (const button of desk.querySelectorAll("[data-size]")) {
    button.hidden = false;
    button.addEventListener("click", () => put(point ?? MIDDLE, size * 1.15 ** button.dataset.size));
  }
  for (const link of desk.querySelectorAll("[data-at]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      const [v, a, r] = link.dataset.at.split(" ").map(Number);
      put({ valence: v, arousal: a }, r);
    });
  }
  journey?.querySelector("[data-clear]").addEventListener("click", () => draw([]));
  for (const end of journey?.querySelectorAll("select") ?? []) end.addEventListener("change", between);

  pointing(surface, {
    tap(at) {
      if (mode === "place") return put(toPlane(at), size);
      if (mode === "path") return draw([...(given ? [] : path), at]);
      hand.tap(at);
      const [side, height] = [at.x < 200 ? 0 : 1, at.y < 200 ? 0 : 1];
      return boxes.find((box) => box.value === [["energetic", "happy"], ["sad", "calm"]][height][side]).click();
    },
    from(at) {
      if (mode === "moods") turn("place");
      drawn = mode === "path" ? [at] : null;
    },
    drag(at) {
      if (drawn) show([...drawn.slice(-400), at]);
      else put(toPlane(at), size);
    },
    drop() {
      if (drawn) draw(simplify(drawn));
      drawn = null;
    },
    grow(factor) {
      if (mode !== "place" || !point) return false;
      put(point, size * factor);
      return true;
    },
    hover: (at) => hand.hover(at),
    step(right, up) {
      if (mode === "moods") turn("place");
      if (mode === "place") return put(point ? moved(point, right, up) : MIDDLE, size);
      cursor = moved(cursor ?? MIDDLE, right, up);
      return plane.ring(cursor, 0.01);
    },
    add() {
      if (mode === "path" && cursor) draw([...(given ? [] : path), toDrawing(cursor)], cursor);
    },
    back() {
      if (mode === "path") draw(path.slice(0, -1), cursor);
    },
    leave: clear,
  });

  function moved(from, right, up) {
    return tidy({ valence: from.valence + right * STEP, arousal: from.arousal + up * STEP });
  }

  function arrange() {
    desk.dataset.choosing = mode;
    for (const button of desk.querySelectorAll("[data-mode]")) {
      button.setAttribute("aria-pressed", String(button.dataset.mode === mode));
    }
    for (const note of desk.querySelectorAll("[data-note]")) note.hidden = note.dataset.note !== mode;
    part("[data-for=moods]").hidden = mode !== "moods";
    for (const panel of desk.querySelectorAll("details[data-panel]")) {
      panel.hidden = panel.dataset.panel !== mode;
      panel.open = !panel.hidden;
    }
    plane.ring(mode === "place" ? point : null, size);
    if (mode !== "path") plane.path([]);
  }

  function turn(to) {
    if (to === mode) return;
    mode = to;
    if (mode !== "moods") untick();
    arrange();
    if (mode === "place" && !point) put(MIDDLE, size);
    if (mode === "path") between();
    changed();
  }

  function untick() {
    for (const box of boxes) box.checked = false;
    order = [];
  }

  function put(place, radiusNow, fill = true) {
    turn("place");
    point = tidy(place);
    size = Math.round(Math.min(Math.max(radiusNow, SIZES[0]), SIZES[1]) * 1000) / 1000;
    if (fill) [valence.value, arousal.value, radius.value] = [point.valence, point.arousal, size];
    plane.ring(point, size);
    changed();
  }

  function show(points) {
    drawn = points;
    plane.path(points.map(toPlane));
    changed();
  }

  function draw(points, from = null) {
    path = points.length > MOST ? simplify(points) : points;
    given = false;
    cursor = from;
    plane.ring(cursor, 0.01);
    plane.path(path.map(toPlane));
    const field = journey.elements.path;
    field.disabled = path.length < 2;
    field.value = path.map(toPlane).map(({ valence, arousal }) => `${valence},${arousal}`).join(" ");
    journey.querySelector("[data-clear]").hidden = !path.length;
    changed();
  }

  // The straight way between the two moods of the form.
  function between() {
    const ends = [journey.elements.from.value, journey.elements.to.value];
    draw(ends[0] === ends[1] ? [] : ends.map((mood) => toDrawing(placeOf(mood))));
    given = true;
  }

  function placeOf(mood) {
    const [v, a] = part(`[data-at][data-mood=${mood}]`).dataset.at.split(" ").map(Number);
    return { valence: v, arousal: a };
  }

  function clear() {
    untick();
    point = null;
    path = [];
    mode = "moods";
    arrange();
    changed();
  }

  for (const summary of desk.querySelectorAll("details[data-panel] > summary")) summary.hidden = true;
  part("[data-modes]").hidden = surface.hidden = part("[data-keys]").hidden = false;
  if (!journey) part("[data-mode=path]").hidden = true;
  if (valence.value && arousal.value && !order.length) {
    put({ valence: valence.valueAsNumber, arousal: arousal.valueAsNumber }, radius.valueAsNumber);
  } else arrange();

  return {
    clear,
    choice() {
      if (mode === "place") return { point, radius: size };
      if (mode === "path") return { path: (drawn ?? path).map(toPlane) };
      return { moods: order.map((box) => box.value) };
    },
    told() {
      if (mode === "place") return text("plane.ring", { ...percents(point), size });
      if (mode === "path") return path.length ? plural("plane.path.points", path.length) : text("plane.path.empty");
      return order.map((box) => text(`plane.mood.${box.value}`)).join(", ");
    },
    fields() {
      const fields = new URLSearchParams();
      if (mode === "moods") for (const box of order) fields.append("moods", box.value);
      if (mode === "place") {
        for (const [name, value] of Object.entries({ ...point, radius: size })) fields.set(name, value);
      }
      return fields;
    },
  };
}
