// What a page needs beyond its forms is loaded when the page holds a place for it.
const parts = {
  "[data-job]": "./job.js",
  "[data-plane]": "./plane/page.js",
  "[data-watched]": "./watch.js",
  "[data-copy]": "./copy.js",
  "[data-review]": "./review.js",
  "[data-suggestions]": "./suggested.js",
  "[data-chart]": "./charts/page.js",
  "[data-upload]": "./upload.js",
  "[data-sample], template[data-row]": "./sample.js",
};

for (const [place, module] of Object.entries(parts)) {
  const found = document.querySelector(place);
  if (found) import(module).then(({ start }) => start(found));
}

// A second press on a form that starts work would only ask for the same work again.
for (const form of document.querySelectorAll("form[data-once]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
    form.querySelector("button").setAttribute("aria-disabled", "true");
  });
}

// Coming back by the browser's history shows the page as it was left: forms can be sent anew.
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    form.querySelector("button").removeAttribute("aria-disabled");
  }
});
