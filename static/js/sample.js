// Samples of songs: found when asked for, played from their source, one at a time.
import { openPlayer } from "./player.js";
import { text } from "./texts.js";

const PATIENCE = 15000;
const attached = new WeakSet();

const player = { dock: null, id: null, title: "", from: "", phase: "idle", tried: [], turn: 0, timer: 0 };

// Everything below root with data-sample="<track id>" plays and stops the sample of that track,
// whatever is put there later too. data-sample-from says where else one is looked up.
export function attachSamples(root) {
  if (attached.has(root)) return;
  attached.add(root);
  root.addEventListener("click", (event) => {
    const trigger = event.target.closest("[data-sample]");
    if (!trigger || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    toggle(trigger.dataset.sample, titleOf(trigger), trigger.dataset.sampleFrom);
  });
  root.addEventListener("keydown", (event) => {
    if (event.key !== " " || !event.target.matches("a[data-sample]")) return;
    event.preventDefault();
    if (!event.repeat) event.target.click();
  });
  dress(root);
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) {
      for (const node of addedNodes) if (node.nodeType === Node.ELEMENT_NODE) dress(node);
    }
  }).observe(root, { childList: true, subtree: true });
}

export function start() {
  attachSamples(document.body);
}

function toggle(id, title, from) {
  if (player.id !== id || player.phase === "failed") return begin(id, title, from);
  const { audio } = player.dock;
  if (player.phase === "loading") return stop();
  if (audio.paused) play(player.turn);
  else audio.pause();
}

function begin(id, title, from = `/api/tracks/${id}/sample`) {
  player.dock ??= made();
  player.dock.quiet();
  const before = player.id;
  Object.assign(player, { id, title, from, tried: [] });
  if (before) mark(before, "idle");
  player.dock.open();
  look();
}

// Asks for the next source; an answer that comes when another song is wanted is dropped.
async function look() {
  const turn = (player.turn += 1);
  enter("loading", text("sample.finding", player));
  waitOnlySoLong(turn);
  const without = player.tried.map((source) => `not=${source}`).join("&");
  let answer, sample;
  try {
    answer = await fetch(`${player.from}?${without}`, {
      headers: { Accept: "application/json" },
      cache: "no-store",
    });
    sample = await answer.json();
  } catch {
    if (turn === player.turn) fail("sample.unreachable");
    return;
  }
  if (turn !== player.turn) return;
  if (!answer.ok) return fail(why(answer.status, sample.error?.code));
  enter("loading", text("sample.loading", { ...player, source: sample.source_name }));
  player.source = sample.source;
  player.dock.tellSource(sample);
  player.dock.audio.src = sample.audio_url;
  play(turn);
}

async function play(turn) {
  try {
    await player.dock.audio.play();
  } catch (error) {
    if (turn !== player.turn) return;
    // The browser wants a press for every start; any other failure comes as an event, too.
    if (error.name === "NotAllowedError") enter("paused", text("sample.ready", player));
  }
}

function nextSource() {
  if (player.phase === "idle" || player.phase === "failed") return;
  player.tried.push(player.source);
  look();
}

function why(status, code) {
  if (status === 401) return "sample.login";
  if (status === 429) return "sample.many";
  if (code === "no_sample") return player.tried.length ? "sample.unplayable" : "sample.none";
  return status === 404 ? "sample.gone" : "sample.unreachable";
}

function fail(key) {
  player.turn += 1;
  player.dock.quiet();
  enter("failed", text(key, player));
}

function stop() {
  if (!player.id) return;
  player.turn += 1;
  player.dock.quiet();
  enter("idle", text("sample.stopped"));
  const id = player.id;
  player.id = null;
  if (player.dock.close()) document.querySelector(`[data-sample="${id}"]`)?.focus();
}

// A source that keeps silent is given up for the next one.
function waitOnlySoLong(turn) {
  clearTimeout(player.timer);
  player.timer = setTimeout(() => {
    if (turn !== player.turn || player.phase !== "loading") return;
    if (player.dock.audio.hasAttribute("src")) nextSource();
    else fail("sample.unreachable");
  }, PATIENCE);
}

function made() {
  const dock = openPlayer({
    toggle: () => toggle(player.id, player.title, player.from),
    stop,
    progress: (share) => tell(player.id, (each) => each.style.setProperty("--played", share)),
  });
  const { audio } = dock;
  audio.addEventListener("playing", () => enter("playing", text("sample.playing", player)));
  audio.addEventListener("pause", () => {
    if (player.phase === "playing" && !audio.ended) enter("paused", text("sample.paused", player));
  });
  audio.addEventListener("ended", stop);
  audio.addEventListener("error", () => audio.hasAttribute("src") && nextSource());
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) stop();
  });
  return dock;
}

function enter(phase, words) {
  player.phase = phase;
  mark(player.id, phase);
  player.dock.show(phase, words);
}

function mark(id, phase) {
  tell(id, (each) => dressOne(each, phase));
}

function tell(id, what) {
  for (const each of document.querySelectorAll(`[data-sample="${id}"]`)) what(each);
}

function dress(root) {
  const triggers = [...root.querySelectorAll("[data-sample]")];
  if (root.matches("[data-sample]")) triggers.push(root);
  for (const each of triggers) {
    dressOne(each, each.dataset.sample === player.id ? player.phase : "idle");
  }
}

function dressOne(trigger, phase) {
  if (trigger.tagName === "A") trigger.setAttribute("role", "button");
  trigger.setAttribute("aria-pressed", String(phase === "playing"));
  trigger.toggleAttribute("aria-busy", false);
  if (phase === "loading") trigger.setAttribute("aria-busy", "true");
  trigger.dataset.state = phase;
  if (phase !== "playing" && phase !== "paused") trigger.style.removeProperty("--played");
  const glyph = { loading: "wait", playing: "pause", failed: "none" }[phase] ?? "play";
  trigger.querySelector("use")?.setAttribute("href", `#${glyph}`);
}

// The title as the page shows it, without the one in another script that may stand behind it.
function titleOf(trigger) {
  const song = trigger.closest("li, article, main, body");
  const shown = song.querySelector(".title a") ?? song.querySelector(".title, h1");
  const words = [...(shown?.childNodes ?? [])].find((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
  return (trigger.dataset.title ?? words?.data ?? shown?.textContent ?? "").trim().replace(/\s+/g, " ");
}
