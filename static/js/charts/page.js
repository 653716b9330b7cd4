// Draws the charts of a page as they come into view. Plotly is large: it is fetched only then.
import { look } from "./look.js";
import { figures } from "./figures.js";

// The maps in Plotly, which no page here draws, would write a style into the page as it loads; they
// do not where there is an element of this name. Our policy would refuse it, and say so each time.
const MAPS = "9f215cf04c5486422605d13261cb87401f4e7763b6296af81e98efbc0130da53";

let loading;

function plotly(address) {
  loading ??= new Promise((ready, failed) => {
    const standIn = document.createElement("meta");
    standIn.id = MAPS;
    document.head.append(standIn);
    const script = document.createElement("script");
    script.src = address;
    script.addEventListener("load", () => ready(window.Plotly));
    script.addEventListener("error", () => failed(new Error("Plotly did not come")));
    document.head.append(script);
  });
  return loading;
}

const CONFIG = {
  displayModeBar: false,
  displaylogo: false,
  responsive: true,
  scrollZoom: false,
  doubleClick: false,
  showTips: false,
};

async function draw(place) {
  const canvas = place.querySelector("[data-canvas]");
  const data = JSON.parse(place.querySelector("script[type='application/json']").textContent);
  try {
    const Plotly = await plotly(place.dataset.plotly);
    const { traces, layout } = figures[data.kind](data, look(), canvas.clientWidth);
    await Plotly.react(canvas, traces, layout, CONFIG);
    canvas.on?.("plotly_sunburstclick", () => false);
    place.dataset.drawn = "yes";
  } catch (error) {
    place.hidden = true; // the table beside it says the same
    throw error;
  }
}

export function start() {
  const places = [...document.querySelectorAll("[data-chart]")];
  for (const place of places) place.hidden = false;
  const seen = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        seen.unobserve(target);
        draw(target);
      }
    },
    { rootMargin: "120px" },
  );
  for (const place of places) seen.observe(place);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    for (const place of places) if (place.dataset.drawn) draw(place);
  });
}
