// The song in hand, and the songs that lie under a finger when several do.
import { text } from "../texts.js";
import { percents } from "./draw.js";
import { called } from "./row.js";

const MOST = 6;
const REACH = 18; // units of the drawing

export function picking(desk, plane, rows) {
  const place = desk.querySelector("[data-hand]");
  const title = place.querySelector("[data-hand-title]");
  const told = place.querySelector("[data-hand-told]");
  const under = place.querySelector("[data-under]");
  let kept = null;

  function point(song) {
    plane.hold(song);
    rows.hold(song);
  }

  function hold(song) {
    point(song);
    place.hidden = !song && !kept;
    if (!song) return;
    title.textContent = called(song);
    title.toggleAttribute("lang", false);
    if (called(song) === song.native) title.lang = "ja";
    title.href = `/songs/${song.id}`;
    const words = song.place ? [text("plane.place", percents(song.place))] : [];
    if (song.own) words.push(text("plane.hand.own"));
    else if (song.spread) words.push(text("plane.hand.spread"));
    told.textContent = words.join(". ");
  }

  function keep(song) {
    kept = song;
    hold(song);
    for (const button of under.querySelectorAll("button")) {
      button.setAttribute("aria-pressed", String(button.song === song));
    }
  }

  function offer(songs) {
    const some = songs.slice(0, MOST);
    under.hidden = some.length < 2;
    under.replaceChildren(
      ...some.map((song) => {
        const item = document.createElement("li");
        const button = document.createElement("button");
        button.type = "button";
        button.song = song;
        button.textContent = called(song);
        if (called(song) === song.native) button.lang = "ja";
        button.addEventListener("click", () => {
          keep(song);
          rows.reveal(song);
        });
        item.append(button);
        return item;
      }),
    );
    keep(some[0] ?? null);
  }

  // A row says itself what the place above the list would; showing that would move the row away.
  const list = desk.querySelector("[data-songs]");
  for (const [entered, left] of [["pointerover", "pointerout"], ["focusin", "focusout"]]) {
    list.addEventListener(entered, ({ target }) => point(rows.songOf(target) ?? kept));
    list.addEventListener(left, () => point(kept));
  }

  return {
    hold: keep,
    hover: (at) => hold((at && plane.under(at, REACH)[0]) || kept),
    tap: (at) => offer(plane.under(at, REACH)),
    // Around a point, the nearest songs are offered as soon as it rests.
    settle(found, { point }) {
      if (point) offer(found.slice(0, MOST));
    },
  };
}
