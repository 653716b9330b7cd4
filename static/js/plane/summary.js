// The chosen songs in a few words: how many, for how long, and which come first.
import { plural, text } from "../texts.js";
import { total } from "./choice.js";
import { called } from "./row.js";

const NAMED = 3;

export function summary(songs) {
  if (!songs.length) return { count: text("plane.none"), time: "", names: "" };
  const names = songs.slice(0, NAMED).map(called).join(", ");
  return {
    count: plural("plane.songs", songs.length),
    time: time(total(songs)),
    names: songs.length > NAMED ? text("plane.more", { names, n: songs.length - NAMED }) : names,
  };
}

function time({ seconds, about }) {
  if (seconds === null) return "";
  const minutes = Math.max(1, Math.floor(seconds / 60 + 0.5));
  const [h, m] = [Math.floor(minutes / 60), minutes % 60];
  const told = h ? text("plane.hours", { h, m }) : text("plane.minutes", { m });
  return about ? text("plane.about", { time: told }) : told;
}
