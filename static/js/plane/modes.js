// How is chosen: by mood, around a point, or along a path; by pointer, keys, buttons and fields.
import { text } from "../texts.js";
import { percents, tidy, toPlane } from "./draw.js";
import { journeying } from "./journey.js";
import { pointing } from "./pointing.js";

const STEP = 0.01;
const SIZES = [0.01, 0.3];
const LARGER = 1.15;
const MIDDLE = { valence: 0.5, arousal: 0.5 };
const TILES = [
  ["energetic", "happy"],
  ["sad", "calm"],
];

export function choosing(desk, plane, hand, changed) {
  const part = (selector) => desk.querySelector(selector);
  const all = (selector) => [...desk.querySelectorAll(selector)];
  const surface = part("[data-surface]");
  const boxes = all("input[name=moods]");
  const { valence, arousal, radius } = part("[data-place]").elements;
  const form = part("[data-path]");
  const journey = form && journeying(form, plane, placeOf, changed);
  let mode = "moods";
  let order = boxes.filter((box) => box.checked);
  let point = null;
  let size = radius.valueAsNumber;

  for (const box of boxes) {
    box.addEventListener("change", () => {
      turn("moods");
      order = order.filter((other) => other !== box);
      if (box.checked) order.push(box);
      while (order.length > 2) order.shift().checked = false;
      changed();
    });
  }
  for (const button of all("[data-mode]")) button.addEventListener("click", () => turn(button.dataset.mode));
  for (const field of [valence, arousal, radius]) {
    field.form.noValidate = true;
    field.addEventListener("input", () => {
      const [v, a, r] = [valence, arousal, radius].map((each) => each.valueAsNumber);
      if ([v, a, r].every(Number.isFinite)) put({ valence: v, arousal: a }, r, false);
    });
  }
  for (const button of all("[data-size]")) {
    button.hidden = false;
    button.addEventListener("click", () => put(point ?? MIDDLE, size * LARGER ** button.dataset.size));
  }
  for (const link of all("[data-at]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      put(placeOf(link.dataset.mood), Number(link.dataset.at.split(" ")[2]));
    });
  }

  pointing(surface, {
    tap(at) {
      if (mode === "place") return put(toPlane(at), size);
      if (mode === "path") return journey.tap(at);
      hand.tap(at);
      const tile = TILES[Number(at.y >= 200)][Number(at.x >= 200)];
      return boxes.find((box) => box.value === tile).click();
    },
    from(at) {
      if (mode === "path") journey.begin(at);
      else turn("place");
    },
    drag(at) {
      if (mode === "path") journey.drag(at);
      else put(toPlane(at), size);
    },
    drop: () => mode === "path" && journey.drop(),
    grow(factor) {
      if (mode !== "place") return false;
      put(point ?? MIDDLE, size * factor);
      return true;
    },
    hover: (at) => hand.hover(at),
    step(right, up) {
      const moved = (from) =>
        from ? tidy({ valence: from.valence + right * STEP, arousal: from.arousal + up * STEP }) : MIDDLE;
      if (mode === "path") journey.step((from) => moved(from ?? { ...MIDDLE }));
      else if (mode === "moods") turn("place");
      else put(moved(point), size);
    },
    add: () => mode === "path" && journey.add(),
    back: () => mode === "path" && journey.back(),
    leave: clear,
  });

  function placeOf(mood) {
    const [v, a] = part(`[data-at][data-mood=${mood}]`).dataset.at.split(" ").map(Number);
    return { valence: v, arousal: a };
  }

  function arrange() {
    desk.dataset.choosing = mode;
    for (const button of all("[data-mode]")) {
      button.setAttribute("aria-pressed", String(button.dataset.mode === mode));
    }
    for (const note of all("[data-note]")) note.hidden = note.dataset.note !== mode;
    part("[data-for=moods]").hidden = mode !== "moods";
    for (const panel of all("details[data-panel]")) {
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
    if (mode === "path") journey.start();
    changed();
  }

  function put(place, radiusNow, fill = true) {
    turn("place");
    point = tidy(place);
    size = Math.round(Math.min(Math.max(radiusNow, SIZES[0]), SIZES[1]) * 1000) / 1000;
    if (fill) [valence.value, arousal.value, radius.value] = [point.valence, point.arousal, size];
    plane.ring(point, size);
    changed();
  }

  function untick() {
    for (const box of boxes) box.checked = false;
    order = [];
  }

  function clear() {
    untick();
    point = null;
    journey?.clear();
    mode = "moods";
    arrange();
    changed();
  }

  for (const summary of all("details[data-panel] > summary")) summary.hidden = true;
  part("[data-modes]").hidden = surface.hidden = part("[data-keys]").hidden = false;
  if (!form) part("[data-mode=path]")?.setAttribute("hidden", "");
  if (order.length) arrange();
  else if (valence.value && arousal.value) put({ valence: valence.valueAsNumber, arousal: arousal.valueAsNumber }, size);
  else if (part("[data-panel=path][open]")) turn("path");
  else arrange();

  return {
    clear,
    choice() {
      if (mode === "place") return { point, radius: size };
      if (mode === "path") return journey.choice();
      return { moods: order.map((box) => box.value) };
    },
    // What is chosen, in words.
    told() {
      if (mode === "place") return point ? text("plane.ring", { ...percents(point), size }) : "";
      if (mode === "path") return journey.told();
      return order.map((box) => text(`plane.mood.${box.value}`)).join(", ");
    },
    // What is chosen, as the fields of an address.
    fields() {
      if (mode === "moods") return new URLSearchParams(order.map((box) => ["moods", box.value]));
      return new URLSearchParams(mode === "place" ? { ...point, radius: size } : journey.fields());
    },
    settle: (address) => mode === "path" && journey.settle(address),
  };
}
