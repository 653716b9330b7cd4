// A file that is too large is told of before it is sent, and that one is on its way while it is.
export function start(form) {
  const chosen = form.querySelector("input[type=file]");
  const told = form.querySelector("[data-too-large]");
  const sending = form.querySelector("[data-sending]");
  const isTooLarge = () => (chosen.files[0]?.size ?? 0) > Number(form.dataset.upload) * 1e6;
  chosen.addEventListener("change", () => {
    told.hidden = !isTooLarge();
    if (told.hidden) chosen.removeAttribute("aria-invalid");
    else chosen.setAttribute("aria-invalid", "true");
  });
  form.addEventListener("submit", () => {
    sending.hidden = false;
  });
  addEventListener("pageshow", () => {
    sending.hidden = true;
  });
  // While it is captured, so that a form that is held back does not count as sent.
  form.addEventListener(
    "submit",
    (event) => {
      if (!isTooLarge()) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      chosen.focus();
    },
    { capture: true },
  );
}
