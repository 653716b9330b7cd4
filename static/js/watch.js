// What to watch next: another choice on the plane puts the shows in another order at once.
// The order itself is the server's: its page for the new address is asked for, and shown here.
import { drawing } from "./plane/draw.js";
import { choosing } from "./plane/modes.js";
import { text } from "./texts.js";

const RESTED = 150; // milliseconds until fingers count as resting

export function start(desk) {
  const part = (selector, within = desk) => within.querySelector(selector);
  if (!part(".dots")) return;
  const plane = drawing(part(".dots"), []);
  const like = part("[data-like]")?.elements.playlist;
  let shown = sorted(new URLSearchParams(location.search));
  let turn = 0;
  let timer = 0;

  const modes = choosing(desk, plane, { tap() {}, hover() {} }, later);
  like?.addEventListener("change", later);
  for (const form of desk.querySelectorAll("form[role=search]")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      later();
    });
  }
  for (const each of desk.querySelectorAll("[data-without-scripts]")) each.hidden = true;
  if (new URLSearchParams(location.search).has("playlist")) part("[data-mode=playlist]").click();
  desk.dataset.ready = "";

  function later() {
    clearTimeout(timer);
    timer = setTimeout(look, RESTED);
  }

  function fields() {
    if (desk.dataset.choosing === "playlist") return new URLSearchParams({ playlist: like.value });
    return modes.fields();
  }

  async function look() {
    const asked = fields();
    if (sorted(asked) === shown) return;
    const mine = (turn += 1);
    const address = `${location.pathname}${asked.size ? `?${asked}` : ""}`;
    part("[data-ranked]").setAttribute("aria-busy", "true");
    const page = await loaded(address);
    if (mine !== turn) return;
    part("[data-ranked]").removeAttribute("aria-busy");
    if (!page) return say(text("watch.unreachable"), true);
    shown = sorted(asked);
    history.replaceState(null, "", address);
    document.title = page.title;
    part("[data-ranked]").replaceChildren(...part("[data-ranked]", page).childNodes);
    part("[data-points]").replaceChildren(...part("[data-points]", page).childNodes);
    say([part("#shows-title"), part(".ranked h3 a")].map(wordsOf).join(": "));
  }

  function say(told, aloud = false) {
    const place = part("[data-status]");
    place.textContent = told;
    place.classList.toggle("hidden", !aloud);
  }
}

async function loaded(address) {
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html" }, cache: "no-store" });
    if (!answer.ok || answer.redirected) return null;
    return new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch {
    return null;
  }
}

const wordsOf = (element) => element?.textContent.trim().replace(/\s+/g, " ") ?? "";

function sorted(fields) {
  const known = new URLSearchParams([...fields].filter(([name]) => !["sample", "page"].includes(name)));
  known.sort();
  return known.toString();
}
