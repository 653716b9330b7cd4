// Charts over a whole collection: how its numbers go together, and where its films lie.
import { ground } from "./look.js";

const NARROW = 480; // pixels; there columns are told by numbers, which stand beside their names

export function heatmap(data, look, width) {
  const isNarrow = width < NARROW;
  const places = data.names.map((_, place) => place);
  const numbers = places.map((place) => String(place + 1));
  const rows = isNarrow ? data.names.map((name, place) => `${name} ${numbers[place]}`) : data.names;
  const ticks = { tickvals: places, tickfont: { size: isNarrow ? 10 : 12 }, fixedrange: true, showgrid: false, zeroline: false };
  return {
    traces: [
      {
        type: "heatmap",
        x: places,
        y: places,
        z: data.values,
        zmin: -1,
        zmax: 1,
        colorscale: [
          [0, look.colour("--sad")],
          [0.5, look.sheet],
          [1, look.colour("--energetic")],
        ],
        text: data.texts,
        texttemplate: "%{text}",
        textfont: { size: isNarrow ? 8 : 14 },
        xgap: 1,
        ygap: 1,
        showscale: false, // it would write styles that our policy refuses; the page says it in words
        customdata: data.told.map((row, one) =>
          row.map((told, other) => `${data.names[one]} – ${data.names[other]}<br>${told}`),
        ),
        hovertemplate: "%{customdata}<extra></extra>",
      },
    ],
    layout: {
      ...ground(look),
      xaxis: { automargin: true, tickangle: isNarrow ? -90 : -60, ticktext: isNarrow ? numbers : data.names, ...ticks },
      yaxis: { automargin: true, autorange: "reversed", ticktext: rows, ...ticks },
    },
  };
}

function points(data, look) {
  return data.groups.map(({ name, tone, x, y, labels }) => {
    const { colour, symbol } = look.tone(tone);
    return {
      type: "scatter",
      mode: "markers",
      name,
      x,
      y,
      text: labels,
      marker: { color: colour, symbol, size: 12, line: { color: look.ink, width: 1 } },
      hovertemplate: `%{text}<br>${name}<extra></extra>`,
    };
  });
}

const axis = (title, look, more = {}) => ({
  title: { text: title },
  gridcolor: look.rule,
  zeroline: false,
  fixedrange: true,
  automargin: true,
  ...more,
});

export function places(data, look) {
  return {
    traces: points(data, look),
    layout: {
      ...ground(look),
      showlegend: data.groups.length > 1,
      legend: { orientation: "h", x: 0, y: 1.02, yanchor: "bottom" },
      xaxis: axis(data.axes[0], look),
      yaxis: axis(data.axes[1], look),
    },
  };
}

export function regions(data, look) {
  const dots = points(data, look);
  const colours = data.groups.map(({ tone }) => look.tone(tone).colour);
  const last = Math.max(colours.length - 1, 1);
  const scale = colours.flatMap((colour, n) => [
    [Math.max(0, (n - 0.5) / last), colour],
    [Math.min(1, (n + 0.5) / last), colour],
  ]);
  return {
    traces: [
      {
        type: "heatmap",
        x: data.across,
        y: data.up,
        z: data.regions,
        zmin: 0,
        zmax: last,
        colorscale: colours.length > 1 ? scale : [[0, colours[0]], [1, colours[0]]],
        showscale: false,
        opacity: 0.28,
        hoverinfo: "skip",
      },
      ...dots,
    ],
    layout: {
      ...ground(look),
      showlegend: true,
      legend: { orientation: "h", x: 0, y: 1.02, yanchor: "bottom" },
      xaxis: axis(data.axes[0], look, { showgrid: false }),
      yaxis: axis(data.axes[1], look, { showgrid: false }),
    },
  };
}
