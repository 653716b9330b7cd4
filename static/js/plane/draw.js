// The drawing: between places on the plane and units of the SVG, and what lies over the dots.
const SIDE = 400;
const MARGIN = 26;
const VALENCE = [0.25, 0.75];
const AROUSAL = [0.35, 0.65];
const SPAN = SIDE - 2 * MARGIN;
export const ACROSS = SPAN / (VALENCE[1] - VALENCE[0]);
export const DOWN = SPAN / (AROUSAL[1] - AROUSAL[0]);
const HALF_INSIDE = Math.sqrt(2 * Math.log(2)); // deviations within which every second draw lies

const clamp = (number, low, high) => Math.min(Math.max(number, low), high);

export function toDrawing({ valence, arousal }) {
  return {
    x: MARGIN + clamp((valence - VALENCE[0]) * ACROSS, 0, SPAN),
    y: SIDE - MARGIN - clamp((arousal - AROUSAL[0]) * DOWN, 0, SPAN),
  };
}

// The place under a point of the drawing, kept on the part that is drawn.
export function toPlane({ x, y }) {
  return tidy({
    valence: VALENCE[0] + (x - MARGIN) / ACROSS,
    arousal: AROUSAL[0] + (SIDE - MARGIN - y) / DOWN,
  });
}

export function tidy({ valence, arousal }) {
  const round = (number) => Math.round(number * 1000) / 1000;
  return { valence: round(clamp(valence, ...VALENCE)), arousal: round(clamp(arousal, ...AROUSAL)) };
}

// How bright and how lively a place is, in percent of what is drawn.
export function percents({ valence, arousal }) {
  const share = (number, [low, high]) => Math.round(100 * clamp((number - low) / (high - low), 0, 1));
  return { bright: share(valence, VALENCE), lively: share(arousal, AROUSAL) };
}

// The ellipse in which a song lies as likely as not, by [deviation, deviation, covariance].
export function ellipseOf([valence, arousal, tilt]) {
  const a = (valence * ACROSS) ** 2;
  const d = (arousal * DOWN) ** 2;
  const b = -tilt * ACROSS * DOWN; // arousal grows upwards, y downwards
  const middle = (a + d) / 2;
  const apart = Math.hypot((a - d) / 2, b);
  return {
    rx: HALF_INSIDE * Math.sqrt(Math.max(middle + apart, 0)),
    ry: HALF_INSIDE * Math.sqrt(Math.max(middle - apart, 0)),
    degrees: (Math.atan2(2 * b, a - d) / 2) * (180 / Math.PI),
  };
}

export function drawing(svg, songs) {
  const circles = [...svg.querySelectorAll("[data-points] circle")];
  const ring = svg.querySelector("[data-ring]");
  const spread = made(svg, "ellipse", "spread");
  const line = made(svg, "polyline", "line");
  const ends = made(svg, "path", "ends");
  const hand = made(svg, "circle", "hand");
  const radius = circles[0]?.getAttribute("r") ?? 5;
  const points = svg.querySelector("[data-points]");
  const dots = new Map();
  songs.filter(({ place }) => place).forEach((song, nth) => dots.set(song, circles[nth]));

  return {
    // Marks the songs that are not among those taken; touches only the dots that change.
    show(taken) {
      for (const [song, dot] of dots) {
        const off = !taken.has(song);
        if (dot.off === undefined) dot.off = dot.classList.contains("off");
        if (dot.off !== off) dot.classList.toggle("off", (dot.off = off));
      }
    },

    // A song whose place has changed, or that has one now, or none any more.
    move(song, mood) {
      let dot = dots.get(song);
      if (!song.place) {
        dot?.remove();
        return dots.delete(song);
      }
      if (!dot) {
        dot = made(points, "circle", "");
        dot.setAttribute("r", radius);
        dots.set(song, dot);
      }
      const { x, y } = toDrawing(song.place);
      set(dot, { cx: x, cy: y, class: `${mood}${song.unsure ? " unsure" : ""}${dot.off ? " off" : ""}` });
      return true;
    },

    ring(point, size) {
      ring.toggleAttribute("hidden", !point);
      if (!point) return;
      const { x, y } = toDrawing(point);
      set(ring, { cx: x, cy: y, rx: size * ACROSS, ry: size * DOWN });
    },

    // The song in hand, and how far off its place may be.
    hold(song) {
      const dot = song && dots.get(song);
      hand.toggleAttribute("hidden", !dot);
      const known = Boolean(dot && song.spread && !song.own);
      spread.toggleAttribute("hidden", !known);
      if (!dot) return;
      const x = dot.getAttribute("cx");
      const y = dot.getAttribute("cy");
      set(hand, { cx: x, cy: y, r: Number(radius) + 4 });
      if (!known) return;
      const { rx, ry, degrees } = ellipseOf(song.spread);
      set(spread, { cx: x, cy: y, rx, ry, transform: `rotate(${degrees} ${x} ${y})` });
    },

    path(places) {
      const at = places.map(toDrawing);
      line.toggleAttribute("hidden", !at.length);
      ends.toggleAttribute("hidden", !at.length);
      if (!at.length) return;
      set(line, { points: at.map(({ x, y }) => `${x},${y}`).join(" ") });
      set(ends, { d: endsOf(at) });
    },

    // The songs whose dots lie within reach of a point of the drawing, the nearest first.
    under({ x, y }, reach) {
      const near = [];
      for (const [song, dot] of dots) {
        const away = Math.hypot(dot.cx.baseVal.value - x, dot.cy.baseVal.value - y);
        if (away <= reach) near.push([away, song]);
      }
      return near.sort(([one, a], [other, b]) => one - other || a.index - b.index).map(([, song]) => song);
    },
  };
}

// A round start, and an arrow's head at the end of the last leg.
function endsOf(at) {
  const [{ x, y }] = at;
  const start = `M${x - 7} ${y}a7 7 0 1 0 14 0a7 7 0 1 0-14 0Z`;
  const last = at.at(-1);
  const before = [...at].reverse().find((each) => Math.hypot(each.x - last.x, each.y - last.y) > 4);
  if (!before) return start;
  const angle = Math.atan2(last.y - before.y, last.x - before.x);
  const corner = (turn) => `${last.x + 16 * Math.cos(angle + turn)} ${last.y + 16 * Math.sin(angle + turn)}`;
  return `${start}M${corner(2.55)}L${last.x} ${last.y}L${corner(-2.55)}`;
}

function made(parent, kind, name) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", kind);
  if (name) set(element, { class: name, hidden: "" });
  return parent.appendChild(element);
}

function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    element.setAttribute(name, typeof value === "number" ? Math.round(value * 10) / 10 : value);
  }
}
