// The review by keyboard: from song to song, and a word on the one in hand. Keys can be turned off.
import { text } from "./texts.js";

const KEPT = "mooddex-review-keys";

export function start(note) {
  const songs = [...document.querySelectorAll("[data-song]")];
  const toggle = note.querySelector("[data-keys]");
  let on = localStorage.getItem(KEPT) !== "off";

  function show() {
    toggle.textContent = text(on ? "review.keys_off" : "review.keys_on");
  }

  function inHand() {
    const focused = document.activeElement?.closest("[data-song]");
    return songs.indexOf(focused ?? document.querySelector("[data-song]:target"));
  }

  function go(steps) {
    const at = inHand();
    const next = songs[Math.max(0, Math.min(songs.length - 1, at < 0 ? 0 : at + steps))];
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  }

  function say(key) {
    const button = songs[inHand()]?.querySelector(`[data-key="${key}"]`);
    if (!button) return false;
    button.form.requestSubmit(button);
    return true;
  }

  toggle.addEventListener("click", () => {
    on = !on;
    localStorage.setItem(KEPT, on ? "on" : "off");
    show();
  });

  addEventListener("keydown", (event) => {
    if (!on || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.target.closest("input, textarea, select")) return;
    if (event.key === "j") go(1);
    else if (event.key === "k") go(-1);
    else if (!/^[1-9nu]$/.test(event.key) || !say(event.key)) return;
    event.preventDefault();
  });

  show();
  note.hidden = false;
}
