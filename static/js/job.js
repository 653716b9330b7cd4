// Follows a job until it ends, and tells what it hears to eyes and to screen readers.
import { text } from "./texts.js";

const SOON = 1000;
const LATEST = 15000;
const WAITING = 5000;

export function start(card) {
  if (!["queued", "running"].includes(card.dataset.state)) return;
  const part = (name) => document.querySelector(`[data-${name}]`);
  const rail = [...card.querySelectorAll("[data-stage]")];
  let wait = SOON;
  let stage = "";
  let begun = { at: 0, done: 0 };

  async function look() {
    let job;
    try {
      const answer = await fetch(card.dataset.job, {
        headers: { Accept: "application/json" },
        cache: "no-store",
      });
      if ([401, 403, 404].includes(answer.status)) return location.reload();
      if (!answer.ok) throw new Error(String(answer.status));
      job = await answer.json();
    } catch {
      wait = Math.min(wait * 2, LATEST);
      if (part("note")) part("note").textContent = text("job.unreachable");
      return setTimeout(look, wait);
    }
    // A job that was put aside, or that goes on again, has a page of its own.
    if ((job.waits_for ?? "") !== card.dataset.waits) return location.reload();
    wait = job.waits_for ? WAITING : SOON;
    if (!job.waits_for) show(job);
    if (job.state === "queued" || job.state === "running") return setTimeout(look, wait);
    if (job.state === "done" && job.result?.comparison) {
      say(text("job.comparison_ready"));
      return location.assign(card.dataset.comparisons + job.result.comparison.id);
    }
    if (job.state === "done" && job.result?.film) {
      say(text("job.film_ready"));
      return location.assign(card.dataset.films + job.result.film.id);
    }
    if (job.state === "done" && job.result?.watch_next) {
      say(text("job.watch_ready"));
      return location.assign(watchPage(job.result.watch_next));
    }
    if (job.state === "done" && job.result?.playlist) {
      say(text("job.playlist_ready"));
      return location.assign(card.dataset.playlists + job.result.playlist.id);
    }
    return location.reload();
  }

  function show(job) {
    part("note").textContent = text("job.leave");
    part("headline").textContent = job.cancelling
      ? text("job.stopping")
      : job.state === "queued"
        ? text("job.queued")
        : card.dataset.working;
    document.title = `${part("headline").textContent} · MoodDex`;
    showStage(job.stage, job.done);

    const bar = part("bar");
    part("of").textContent = job.total ? text("job.of", job) + timeLeft(job) : "";
    if (job.total) {
      bar.max = job.total;
      bar.value = job.done;
    } else {
      bar.removeAttribute("value");
    }
    if (job.result?.playlist) showMade(job.result.playlist);
    if (job.result?.watch_next) {
      part("watch-made").hidden = false;
      part("watch-page").href = watchPage(job.result.watch_next);
    }
    showTroubles(job.problems);
  }

  function showStage(now, done) {
    if (!now || now === stage) return;
    stage = now;
    begun = { at: Date.now(), done };
    const place = rail.findIndex((step) => step.dataset.stage === now);
    rail.forEach((step, index) => {
      step.classList.toggle("past", index < place);
      if (index === place) step.setAttribute("aria-current", "step");
      else step.removeAttribute("aria-current");
    });
    if (place >= 0) say(text("job.step", { n: place + 1, total: rail.length, stage: rail[place].textContent }));
  }

  // Told only once there is something to go by, and roughly: songs differ.
  function timeLeft({ done, total }) {
    const seconds = (Date.now() - begun.at) / 1000;
    const steps = done - begun.done;
    if (seconds < 8 || steps < 3 || done >= total) return "";
    const left = ((total - done) * seconds) / steps;
    return left < 90
      ? text("job.seconds_left", { n: Math.ceil(left / 10) * 10 })
      : text("job.minutes_left", { n: Math.round(left / 60) });
  }

  function showMade(playlist) {
    part("made").hidden = false;
    part("made-name").textContent = playlist.name;
    part("made-page").href = card.dataset.playlists + playlist.id;
    if (playlist.spotify_url) {
      part("made-spotify").href = playlist.spotify_url;
      part("made-spotify").hidden = false;
    }
  }

  function watchPage({ id }) {
    return card.dataset.watch + id + card.dataset.watchQuery;
  }

  function showTroubles(problems) {
    const list = part("trouble-list");
    if (problems.length === list.children.length) return;
    part("troubles").hidden = problems.length === 0;
    part("trouble-count").textContent = problems.length;
    list.replaceChildren(
      ...problems.map(({ item, message }) => {
        const row = document.createElement("li");
        const name = document.createElement("strong");
        name.textContent = item;
        row.append(name, ` ${message}`);
        return row;
      }),
    );
  }

  function say(words) {
    part("said").textContent = words;
  }

  setTimeout(look, wait);
}
