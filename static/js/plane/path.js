// A drawn line as the few points that a journey goes through. Pure.
export const MOST = 12;

// The line with at most `most` points: those that change its course most (Visvalingam and Whyatt,
// "Line generalisation by repeated elimination of points", 1993), and no two in one spot.
export function simplify(drawn, least = 4, most = MOST) {
  const line = drawn.filter((point, nth) => !nth || apart(point, drawn[nth - 1]) > 0);
  while (line.length > 2) {
    let smallest = 1;
    for (let nth = 2; nth < line.length - 1; nth += 1) {
      if (bend(line, nth) < bend(line, smallest)) smallest = nth;
    }
    if (line.length <= most && bend(line, smallest) >= least) break;
    line.splice(smallest, 1);
  }
  return line;
}

// How far a point lies from the straight way between its neighbours, in units of the drawing.
function bend(line, nth) {
  const [a, b, c] = [line[nth - 1], line[nth], line[nth + 1]];
  const base = apart(a, c);
  if (!base) return apart(a, b);
  return Math.abs((c.x - a.x) * (a.y - b.y) - (a.x - b.x) * (c.y - a.y)) / base;
}

function apart(one, other) {
  return Math.hypot(one.x - other.x, one.y - other.y);
}
