// True and predicted class over time: two bands, one above the other, in colours and patterns.
import { ground, strokes } from "./look.js";
import { clock, timeAxis } from "./figures.js";

export function classes(data, look, width) {
  const shown = new Set();
  const traces = data.bands.flatMap(({ name, runs }) =>
    runs.map(([from, to, label]) => {
      const { colour, pattern } = look.tone(data.tones[label]);
      const first = !shown.has(label);
      shown.add(label);
      return {
        type: "bar",
        orientation: "h",
        base: [from],
        x: [to - from],
        y: [name],
        width: [0.7],
        name: data.labels[label],
        legendgroup: label,
        showlegend: first,
        marker: {
          color: colour,
          line: { color: look.paper, width: 1 },
          pattern: { shape: pattern, bgcolor: colour, ...strokes(look.paper) },
        },
        hovertemplate: `${name}: ${data.labels[label]}<br>${clock(from)} – ${clock(to)}<extra></extra>`,
      };
    }),
  );
  return {
    traces,
    layout: {
      ...ground(look),
      margin: { l: 8, r: 12, t: 8, b: 40 },
      barmode: "overlay",
      showlegend: true,
      legend: { orientation: "h", x: 0, y: 1.02, yanchor: "bottom", itemclick: false, itemdoubleclick: false },
      xaxis: timeAxis(data.length, look, width),
      yaxis: { automargin: true, autorange: "reversed", fixedrange: true, showgrid: false },
    },
  };
}
