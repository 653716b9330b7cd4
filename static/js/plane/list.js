// The list below: as many rows as are looked at, the rest when they come near.
import { giveReason, refill, rowOf } from "./row.js";

const FIRST = 12; // rows that are drawn at once
const CHUNK = 40;

export function listing(list, songs) {
  const rows = new Map();
  const known = new Map(songs.map((song) => [song.id, song]));
  for (const row of list.children) rows.set(known.get(row.id), row);
  let shown = [...rows.keys()];
  let drawn = shown.length;
  let choice = {};
  const more = document.createElement("div");
  list.after(more);
  const near = new IntersectionObserver((seen) => seen.at(-1).isIntersecting && extend(), {
    rootMargin: "1200px",
  });
  // Observed anew, it tells again where the end of the list is, however little that has moved.
  function observe() {
    near.unobserve(more);
    near.observe(more);
  }
  observe();

  function row(song) {
    if (!rows.has(song)) rows.set(song, rowOf(song));
    const found = rows.get(song);
    giveReason(found, song, choice);
    return found;
  }

  function extend() {
    if (drawn >= shown.length) return;
    const next = shown.slice(drawn, drawn + CHUNK).map(row);
    drawn += next.length;
    list.append(...next);
    observe();
  }

  return {
    // The songs that are chosen, in their order. Where they stay `still`, but for one or another, all
    // rows that were drawn are drawn again, so that nobody is thrown to the top.
    show(chosen, made, still = false) {
      choice = made;
      const before = shown.slice(0, drawn);
      const now = chosen.slice(0, drawn);
      shown = chosen;
      if (drawn && now.length === drawn && before.every((song, nth) => song === now[nth])) {
        now.forEach(row);
        return observe();
      }
      drawn = Math.min(still ? Math.max(drawn, FIRST) : FIRST, shown.length);
      list.replaceChildren(...shown.slice(0, drawn).map(row));
      return observe();
    },

    refill(song) {
      if (rows.has(song)) refill(row(song), song);
    },

    songOf: (inside) => known.get(inside.closest("[data-songs] > li")?.id),

    hold(song) {
      list.querySelector(".held")?.classList.remove("held");
      if (song) rows.get(song)?.classList.add("held");
    },

    // Brings a song's row into view, drawing rows up to it.
    reveal(song) {
      const at = shown.indexOf(song);
      if (at < 0) return;
      while (at >= drawn) extend();
      rows.get(song).scrollIntoView({ block: "center" });
    },
  };
}
