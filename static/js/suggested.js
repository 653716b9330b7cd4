// Suggestions: what is said of one changes the lists where they stand, without leaving the page.
export function start(lists) {
  lists.addEventListener("submit", async (event) => {
    const button = event.submitter;
    if (!button) return;
    event.preventDefault();
    if (lists.ariaBusy === "true") return;
    lists.ariaBusy = "true";
    const form = event.target;
    const fields = new URLSearchParams(new FormData(form));
    fields.set(button.name, button.value);
    const fresh = await answered(form.action, fields);
    lists.ariaBusy = "false";
    if (!fresh) return sendAsForm(form, button);
    const [item, word] = [form.closest("li")?.id, button.value];
    const next = form.closest("li")?.nextElementSibling?.id;
    lists.replaceChildren(...fresh.childNodes);
    focusOn(lists, word === "not" ? [".gone button", `[id="${next}"] a`] : [`[id="${item}"] button`]);
  });
}

// The lists as they are once that was said.
async function answered(address, fields) {
  try {
    const answer = await fetch(address, { method: "POST", body: fields });
    if (!answer.ok) return null;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return page.querySelector("[data-suggestions]");
  } catch {
    return null;
  }
}

// Whatever was wrong is told by the page that the form leads to.
function sendAsForm(form, button) {
  form.append(Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: button.value }));
  form.submit();
}

function focusOn(lists, selectors) {
  for (const selector of [...selectors, "h2"]) {
    const found = lists.querySelector(selector);
    if (!found) continue;
    if (found.tagName === "H2") found.tabIndex = -1;
    return found.focus({ preventScroll: !selector.startsWith(".gone") });
  }
}
