// Each kind of chart as Plotly's traces and layout.
import { ground, marker, wordsOn } from "./look.js";
import { classes } from "./classes.js";
import { heatmap, places, regions } from "./patterns.js";

export const figures = { layers, ring, course, classes, heatmap, places, regions };

const PERCENT = ".1%";

function layers(data, look) {
  const tones = marker(data.tones, look);
  return {
    traces: [
      {
        type: "sunburst",
        ids: data.ids,
        labels: data.labels,
        parents: data.parents,
        values: data.values,
        branchvalues: "total",
        sort: false,
        maxdepth: 2,
        marker: tones,
        leaf: { opacity: 1 },
        textinfo: "label",
        insidetextfont: { color: tones.colors.map((colour) => wordsOn(colour, look)) },
        hovertemplate: `%{label}<br>%{value:${PERCENT}} ${data.share}<extra></extra>`,
      },
    ],
    layout: { ...ground(look), uniformtext: { minsize: 11, mode: "hide" } },
  };
}

function ring(data, look) {
  return {
    traces: [
      {
        type: "pie",
        hole: 0.55,
        labels: data.labels,
        values: data.values,
        sort: false,
        direction: "clockwise",
        marker: marker(data.tones, look),
        textinfo: "label",
        textposition: "outside",
        automargin: true,
        hovertemplate: `%{label}<br>%{value:${PERCENT}} ${data.share}<extra></extra>`,
      },
    ],
    layout: { ...ground(look), margin: { l: 40, r: 40, t: 30, b: 30 } },
  };
}

export function clock(seconds) {
  const whole = Math.round(seconds);
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const rest = String(whole % 60).padStart(2, "0");
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
}

// An axis of seconds told as minutes or hours.
export function timeAxis(length, look, width) {
  const steps = [5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200];
  const most = Math.max(3, Math.floor(width / 90));
  const step = steps.find((one) => length / one <= most) ?? steps.at(-1);
  const ticks = Array.from({ length: Math.floor(length / step) + 1 }, (_, n) => n * step);
  return {
    range: [0, length],
    tickvals: ticks,
    ticktext: ticks.map(clock),
    gridcolor: look.rule,
    zeroline: false,
    fixedrange: true,
  };
}

function course(data, look, width) {
  const { wave, words } = data;
  const middles = wave.levels.map((_, n) => (n + 0.5) * wave.step);
  const hover = (name) => `${name} %{y:.2f}<extra></extra>`;
  const line = (values, name, colour, dash, symbol) => ({
    type: "scatter",
    mode: data.at.length > 60 ? "lines" : "lines+markers",
    x: data.at,
    y: values,
    name,
    connectgaps: false,
    line: { color: colour, width: 2.5, dash },
    marker: { symbol, size: 6 },
    hovertemplate: hover(name),
  });
  return {
    traces: [
      {
        type: "bar",
        x: [...middles, ...middles],
        y: [...wave.levels, ...wave.levels.map((level) => -level)],
        width: wave.step,
        marker: { color: look.colour("--edge"), line: { width: 0 } },
        yaxis: "y2",
        name: words.wave,
        hoverinfo: "skip",
        showlegend: false,
      },
      line(data.valence, words.valence, look.colour("--energetic"), "solid", "circle"),
      line(data.arousal, words.arousal, look.colour("--sad"), "dash", "diamond"),
    ],
    layout: {
      ...ground(look),
      margin: { l: 44, r: 12, t: 8, b: 44 },
      barmode: "overlay",
      bargap: 0,
      showlegend: true,
      legend: { orientation: "h", x: 0, y: 1.02, yanchor: "bottom", font: { size: 14 } },
      hovermode: "x unified",
      xaxis: { ...timeAxis(data.length, look, width), anchor: "y2", title: { text: words.time } },
      yaxis: { domain: [0.32, 1], gridcolor: look.rule, zeroline: false, fixedrange: true, nticks: 5, tickformat: ".2f" },
      yaxis2: { domain: [0, 0.26], range: [-1, 1], visible: false, fixedrange: true },
    },
  };
}
