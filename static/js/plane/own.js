// The listener's own word on a song, kept without leaving the page.
import { text } from "../texts.js";
import { withOwnMood } from "./choice.js";

// Calls changed(song) at once, again if the word could not be kept, and say(words) with how it went.
export function ownWords(list, songOf, changed, say) {
  list.addEventListener("submit", async (event) => {
    const song = songOf(event.target);
    const button = event.submitter;
    if (!song || !button) return;
    event.preventDefault();
    const before = song.own;
    const own = button.name === "mood" ? button.value : null;
    const row = event.target.closest("li");
    const beside = row.nextElementSibling ?? row.previousElementSibling;
    put(song, own);
    event.target.closest("details").open = false;
    const told = { title: song.title, mood: own && text(`mood.${own}`) };
    const isKept = await kept(song.id, own);
    // The row may be gone: what was said may be why it is not among those chosen any more.
    if (document.activeElement === document.body) (row.isConnected ? row : beside)?.querySelector("summary").focus();
    if (isKept) return say(text(own ? "plane.kept" : "plane.forgotten", told));
    if (song.own === own) put(song, before);
    say(text("plane.not_kept"), true);
  });

  function put(song, own) {
    changed(withOwnMood(song, own));
  }
}

async function kept(id, own) {
  try {
    const answer = await fetch(`/api/tracks/${id}/mood`, {
      method: own ? "POST" : "DELETE",
      headers: { "Content-Type": "application/json" },
      body: own && JSON.stringify({ mood: own }),
    });
    return answer.ok;
  } catch {
    return false;
  }
}
