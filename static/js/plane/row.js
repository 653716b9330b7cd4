// A song as a row of the list: the page's own blank row, filled in.
import { text } from "../texts.js";
import { reason } from "./choice.js";
import { percents } from "./draw.js";

const template = document.querySelector("template[data-row]");
const titlesIn = document.querySelector("[data-titles]")?.dataset.titles;

export function rowOf(song) {
  const row = template.content.firstElementChild.cloneNode(true);
  const part = (selector) => row.querySelector(selector);
  row.id = song.id;
  const sample = part(".sample");
  sample.dataset.sample = song.id;
  sample.href = `/songs/${song.id}`;
  part(".sample .hidden").textContent = text("plane.hear", { title: song.title });
  part(".title a").href = `/songs/${song.id}`;
  part(".title a").replaceChildren(...titles(song));
  part(".kind").textContent = song.kind ?? "";
  part(".artists").textContent = song.artists;
  part("cite").textContent = [song.anime ?? "", ...song.also_in].join(", ");
  if (song.leaving) part(".by").append(" ", element("strong", text("plane.leaving")));
  const form = part(".own form");
  form.action = form.getAttribute("action").replace("/songs//", `/songs/${song.id}/`);
  const wrong = part(".own > a");
  if (song.review && wrong) wrong.href += song.review;
  else wrong?.remove();
  refill(row, song);
  return row;
}

// One title alone: that in the script that the person reads.
export function called({ title, native }) {
  return (titlesIn === "native" && native) || title;
}

// The title in the script that the person reads, and the other one where that says more.
function titles({ title, native }) {
  if (!native || native.toLowerCase() === title.toLowerCase()) return [title];
  const own = element("span", native, titlesIn === "native" ? "first" : "beside");
  own.lang = "ja";
  if (titlesIn !== "native") return [title, " ", own];
  return [own, " ", element("span", title, "beside")];
}

// What the listener's own word changes of a row.
export function refill(row, song) {
  const part = (selector) => row.querySelector(selector);
  if (song.place) row.dataset.moods = song.moods.join(" ");
  else delete row.dataset.moods;
  const because = part(".because");
  const aside = song.own ? "plane.own" : song.unsure ? "plane.unsure" : "";
  part(".moods").replaceChildren(
    ...song.moods.map(chip),
    ...(aside ? [" ", element("span", text(aside), "aside")] : []),
    " ",
    because,
  );
  part(".said").replaceChildren(...Object.entries(song.said).filter(([, said]) => said).map(saying));
  row.querySelector(".mini")?.remove();
  if (song.place) part(".what").after(mini(song.place));
  part("[name=forget]")?.toggleAttribute("hidden", !song.own);
}

export function giveReason(row, song, choice) {
  const [key, values] = reason(song, choice);
  const words = Object.entries(values).map(([name, value]) => [
    name,
    ["distance", "share"].includes(name) ? value : text(`mood.${value}`),
  ]);
  const because = row.querySelector(".because");
  const told = text(key, Object.fromEntries(words));
  if (because.textContent !== told) because.textContent = told;
}

function chip(mood) {
  const made = element("span", "", `chip ${mood}`);
  made.append(use(mood), text(`plane.mood.${mood}`));
  return made;
}

function saying([model, [mood, percent]]) {
  const made = element("span", `${text(`plane.said.${model}`)} `, mood);
  made.append(use(mood, "glyph"), element("b", text(`mood.${mood}`), "hidden"), ` ${percent} %`);
  return made;
}

function mini(place) {
  const { bright, lively } = percents(place);
  const drawn = use("mini", "mini");
  drawn.setAttribute("role", "img");
  drawn.setAttribute("aria-label", text("plane.place", { bright, lively }));
  drawn.removeAttribute("aria-hidden");
  const dot = document.createElementNS(drawn.namespaceURI, "circle");
  const at = { cx: 4 + 0.32 * bright, cy: 36 - 0.32 * lively, r: 4 };
  for (const [name, value] of Object.entries(at)) dot.setAttribute(name, Math.round(value));
  drawn.append(dot);
  return drawn;
}

function use(name, kind = "") {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("aria-hidden", "true");
  if (kind) svg.setAttribute("class", kind);
  const inner = document.createElementNS(svg.namespaceURI, "use");
  inner.setAttribute("href", `#${name}`);
  svg.append(inner);
  return svg;
}

function element(kind, words, name = "") {
  const made = document.createElement(kind);
  if (name) made.className = name;
  made.textContent = words;
  return made;
}
