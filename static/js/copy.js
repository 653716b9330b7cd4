// Copies the text of the element that a button names.
import { text } from "./texts.js";

export function start(button) {
  if (!navigator.clipboard) return;
  button.hidden = false;
  const said = document.querySelector("[data-copied]");
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
    said.textContent = text("copied");
    setTimeout(() => (said.textContent = ""), 4000);
  });
}
