// The page of a playlist, put together: what is chosen on the plane, and what follows from it.
import { text } from "../texts.js";
import { choose, counts, isAll, moodAt, order, search, songsOf } from "./choice.js";
import { drawing } from "./draw.js";
import { listing } from "./list.js";
import { choosing } from "./modes.js";
import { ownWords } from "./own.js";
import { picking } from "./picking.js";
import { summary } from "./summary.js";

const SETTLED = 400;
const LOUD = 10000;

export async function start(desk) {
  const part = (selector) => desk.querySelector(selector);
  const list = part("[data-songs]");
  if (!list) return;
  const songs = await loaded(desk.dataset.plane);
  if (!songs) return say(text("plane.stale"), true);

  const known = new Map(songs.map((song) => [song.id, song]));
  const tools = part("[data-tools]");
  const [words, sort] = [tools.elements.q, tools.elements.sort];
  const asked = new URLSearchParams(location.search);
  let picked = asked.has("sort"); // the order that goes with a choice gives way to one picked
  let timer = 0;
  let waiting = 0;
  let found = [];
  let still = false;

  const plane = part(".dots") && drawing(part(".dots"), songs);
  const rows = listing(list, songs);
  const hand = plane && picking(desk, plane, rows);
  const modes = plane && choosing(desk, plane, hand, later);
  const like = part("[data-like]");
  ownWords(list, rows.songOf, changed, say);
  for (const each of desk.querySelectorAll("[data-without-scripts]")) each.hidden = true;

  words.addEventListener("input", later);
  sort.addEventListener("change", () => {
    picked = true;
    later();
  });
  tools.addEventListener("submit", (event) => event.preventDefault());
  part(".moods-of").addEventListener("submit", refuse, true);
  part("[data-none] a").addEventListener("click", (event) => {
    event.preventDefault();
    words.value = "";
    modes?.clear();
    later();
  });
  follow();
  desk.dataset.ready = "";

  // What cannot become a playlist is told here, before anything is asked for.
  function refuse(event) {
    const choice = modes?.choice() ?? {};
    const none = !chosen(choice).length;
    if (!none && !isAll(choice)) return;
    event.preventDefault();
    event.stopPropagation();
    say(text(none ? "plane.nothing" : "plane.unchosen"), true);
  }

  // At most once a frame, however fast fingers move.
  function later() {
    waiting ||= requestAnimationFrame(follow);
  }

  function follow() {
    waiting = 0;
    const choice = modes?.choice() ?? {};
    found = order(search(chosen(choice), words.value), sorting(choice), choice);
    plane?.show(new Set(found));
    for (const [name, told] of Object.entries(summary(found))) {
      const place = part(`[data-summary=${name}]`);
      if (place && place.textContent !== told) place.textContent = told;
    }
    if (like) {
      like.href = `${like.dataset.like}${asking()}`;
      like.parentElement.hidden = !found.length;
    }
    rows.show(found, choice, still);
    still = false;
    part("[data-none]").hidden = found.length > 0;
    clearTimeout(timer);
    timer = setTimeout(settle, SETTLED, choice);
  }

  function chosen(choice) {
    return choice.journey ? choice.journey.map((id) => known.get(id)).filter(Boolean) : choose(songs, choice);
  }

  // The order that is shown: the one picked, as long as it means something here.
  function sorting({ point, path, journey }) {
    const fitting = point ? "nearest" : path ? "along" : "order";
    sort.querySelector("[value=nearest]").disabled = !point;
    sort.querySelector("[value=along]").disabled = !path;
    if (!picked || sort.selectedOptions[0].disabled) sort.value = fitting;
    return journey && sort.value === "along" ? "order of the journey" : sort.value;
  }

  // Once fingers rest: tell screen readers, and keep the choice in the address.
  function settle(choice) {
    const { count, time, names } = summary(found);
    const told = [modes?.told() ?? "", count, time, names].filter(Boolean);
    if (!isAll(choice) || words.value) say(told.map((each) => each.replace(/\.$/, "")).join(". "));
    hand?.settle(found, choice);
    modes?.settle(desk.dataset.journey);
    history.replaceState(null, "", `${location.pathname}${asking({ sorted: picked })}${location.hash}`);
  }

  // The part of an address that asks for what is chosen.
  function asking({ sorted = false } = {}) {
    const fields = modes?.fields() ?? new URLSearchParams();
    if (words.value.trim()) fields.set("q", words.value.trim());
    if (sorted) fields.set("sort", sort.value);
    const query = fields.toString();
    return query && `?${query}`;
  }

  function changed(song) {
    plane?.move(song, song.place && moodAt(song.place));
    rows.refill(song);
    for (const [mood, count] of Object.entries(counts(songs))) {
      const place = part(`[data-count=${mood}]`);
      if (place) place.textContent = count;
    }
    hand?.hold(song);
    still = true;
    later();
  }

  // What went wrong is shown, and stays long enough to be read.
  function say(told, aloud = false) {
    const place = part("[data-status]");
    if (!place || (!aloud && Date.now() < desk.loudUntil)) return;
    place.textContent = told;
    place.classList.toggle("hidden", !aloud);
    desk.loudUntil = aloud ? Date.now() + LOUD : 0;
  }
}

async function loaded(address) {
  try {
    const answer = await fetch(address, { headers: { Accept: "application/json" } });
    return answer.ok ? songsOf(await answer.json()) : null;
  } catch {
    return null;
  }
}
