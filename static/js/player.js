// The bar that tells what plays and from where, and takes the keys while it has the focus.
import { text } from "./texts.js";

const STEP = 5;
const LOUDER = 0.1;

// Makes the bar. `audio` is its one audio element; the callbacks say what its buttons do.
export function openPlayer({ toggle, stop, progress }) {
  const audio = element("audio", { preload: "none" });
  const said = element("p", { className: "says", role: "status" });
  const source = element("a", { target: "_blank", rel: "noopener" });
  const from = element("p", { className: "quiet" }, source);
  const bar = element("progress", { max: 1, value: 0 });
  bar.setAttribute("aria-label", text("sample.progress"));
  const play = button("play", "sample.play", toggle);
  const end = button("stop", "sample.stop", stop);
  const keys = element("p", { className: "hidden", id: "player-keys" }, text("sample.keys"));
  const dock = element("section", { className: "player" }, play, element("div", {}, said, from, bar), end, keys, audio);
  dock.setAttribute("aria-label", text("sample.player"));
  play.setAttribute("aria-describedby", "player-keys");
  document.querySelector("main").after(dock);

  audio.addEventListener("timeupdate", () => {
    const share = audio.duration > 0 ? Math.min(audio.currentTime / audio.duration, 1) : 0;
    bar.value = share;
    progress(share);
  });
  dock.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !act(event.key)) return;
    event.preventDefault();
  });

  function act(key) {
    if (key === "m" || key === "M") {
      audio.muted = !audio.muted;
      said.textContent = text(audio.muted ? "sample.muted" : "sample.unmuted");
    } else if (key === "ArrowLeft") audio.currentTime = Math.max(0, audio.currentTime - STEP);
    else if (key === "ArrowRight") audio.currentTime = Math.min(audio.duration || 0, audio.currentTime + STEP);
    else if (key === "ArrowUp") audio.volume = Math.min(1, audio.volume + LOUDER);
    else if (key === "ArrowDown") audio.volume = Math.max(0, audio.volume - LOUDER);
    else return false;
    return true;
  }

  return {
    audio,
    open() {
      from.hidden = true;
      document.documentElement.classList.add("with-player");
    },
    // Whether the focus was inside and has nowhere to be now.
    close() {
      const held = dock.contains(document.activeElement);
      document.documentElement.classList.remove("with-player");
      return held;
    },
    quiet() {
      audio.pause();
      audio.removeAttribute("src");
      audio.load();
      bar.value = 0;
      from.hidden = true;
    },
    tellSource({ source_name, source_url }) {
      source.href = source_url;
      source.textContent = text("sample.from", { source: source_name });
      from.hidden = false;
    },
    show(phase, words) {
      said.textContent = words;
      dock.dataset.state = phase;
      play.hidden = phase === "failed";
      const playing = phase === "playing";
      play.setAttribute("aria-pressed", String(playing));
      play.querySelector("use").setAttribute("href", playing ? "#pause" : phase === "loading" ? "#wait" : "#play");
    },
  };
}

function button(glyph, key, act) {
  const made = element("button", { type: "button" });
  made.setAttribute("aria-label", text(key));
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "glyph");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#${glyph}`);
  svg.append(use);
  made.append(svg);
  made.addEventListener("click", act);
  return made;
}

function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key === "role") made.setAttribute(key, value);
    else made[key] = value;
  }
  made.append(...children);
  return made;
}
