// The style sheet's colours, and a pattern for each, for those who do not tell colours apart.
const PATTERNS = ["", "/", ".", "\\", "x", "-", "+", "|"];
const TONES = {
  music: ["--ink", ""],
  speech: ["--soft", "/"],
  other: ["--edge", "."],
  low: ["--sad", "."],
  middle: ["--calm", ""],
  high: ["--energetic", "/"],
  happy: ["--happy", "."],
  energetic: ["--energetic", "/"],
  sad: ["--sad", "|"],
  calm: ["--calm", "-"],
  right: ["--calm", ""],
  simple: ["--happy", "/"],
  extreme: ["--energetic", "x"],
};
const FURTHER = ["--calm", "--energetic", "--happy", "--sad"];
const SYMBOLS = ["circle", "diamond", "square", "triangle-up", "cross", "star", "x", "triangle-down", "pentagon", "hexagram"];

export function look() {
  const styles = getComputedStyle(document.documentElement);
  const colour = (name) => styles.getPropertyValue(name).trim();
  const further = new Map();

  // Names that have no tone of their own take the next colour and pattern of the round.
  function tone(name) {
    if (name in TONES) return { colour: colour(TONES[name][0]), pattern: TONES[name][1] };
    if (!further.has(name)) further.set(name, further.size);
    const place = further.get(name);
    return {
      colour: colour(FURTHER[place % FURTHER.length]),
      pattern: PATTERNS[(place + Math.floor(place / FURTHER.length)) % PATTERNS.length],
      symbol: SYMBOLS[place % SYMBOLS.length],
    };
  }

  return {
    ink: colour("--ink"),
    soft: colour("--soft"),
    rule: colour("--rule"),
    paper: colour("--paper"),
    sheet: colour("--sheet"),
    font: getComputedStyle(document.body).fontFamily,
    colour,
    tone,
  };
}

function luminance(hex) {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

// The colour of words on a ground of another colour (#rrggbb): that which is easier to read.
export function wordsOn(ground, { ink, paper }) {
  const contrast = (colour) => {
    const [dark, light] = [luminance(colour), luminance(ground)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };
  return contrast(ink) > contrast(paper) ? ink : paper;
}

// How the lines of every pattern look.
export function strokes(paper) {
  return { fgcolor: paper, fgopacity: 0.45, size: 8, solidity: 0.18 };
}

// Colours and patterns for a row of names, as Plotly's markers take them.
export function marker(names, { tone, paper }) {
  const tones = names.map(tone);
  return {
    colors: tones.map((one) => one.colour),
    line: { color: paper, width: 2 },
    pattern: {
      shape: tones.map((one) => one.pattern),
      bgcolor: tones.map((one) => one.colour),
      ...strokes(paper),
    },
  };
}

// What every layout starts from.
export function ground({ ink, sheet, rule, font }) {
  return {
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    font: { family: font, size: 14, color: ink },
    margin: { l: 8, r: 8, t: 8, b: 8 },
    dragmode: false,
    showlegend: false,
    hoverlabel: { bgcolor: sheet, bordercolor: rule, font: { family: font, size: 14, color: ink } },
    transition: { duration: 0 },
  };
}
