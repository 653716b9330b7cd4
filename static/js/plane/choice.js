// Which songs a choice takes, in what order, and for how long. Pure: it knows no page.
// server/playlists/choosing.py, filter.py and own_moods.py do the same; a test compares the two.
export const MOODS = ["happy", "energetic", "sad", "calm"];
const BRIGHT = new Set(["happy", "calm"]);
const LIVELY = new Set(["happy", "energetic"]);
const SLACK = 1e-9;
const BESIDE = 0.05;

// The songs of the plane's JSON, which has a list for each of their properties. `place` is where a
// song lies for the listener, null where nobody has heard it; `heard` is what the models say.
export function songsOf({ count, songs }) {
  const { said, ...columns } = songs;
  return Array.from({ length: count }, (_, index) => {
    const song = { index, said: {} };
    for (const [name, column] of Object.entries(columns)) song[name] = column[index];
    for (const [model, column] of Object.entries(said)) song.said[model] = column[index];
    song.heard =
      song.valence === null
        ? null
        : {
            place: { valence: song.valence, arousal: song.arousal },
            moods: song.moods,
            unsure: Boolean(song.unsure),
          };
    song.text = plain([song.title, song.native ?? "", song.artists, song.anime ?? "", ...song.also_in].join(" "));
    return withOwnMood(song, song.own);
  });
}

// The song, changed so that the listener's mood counts, or none does.
export function withOwnMood(song, own) {
  song.own = own;
  const { place, moods, unsure } = song.heard ?? { place: null, moods: [], unsure: false };
  song.place = own === null ? place : moved(place ?? { valence: 0.5, arousal: 0.5 }, own);
  song.moods = own === null ? moods : [own];
  song.unsure = own === null && unsure;
  return song;
}

// As near to where it was as the mood allows.
function moved({ valence, arousal }, mood) {
  return {
    valence: onSide(valence, BRIGHT.has(mood), 0.2),
    arousal: onSide(arousal, LIVELY.has(mood), 0.1),
  };
}

function onSide(coordinate, plus, away) {
  if (plus) return coordinate > 0.5 ? coordinate : 0.5 + away;
  return coordinate < 0.5 ? coordinate : 0.5 - away;
}

export function moodAt({ valence, arousal }) {
  if (arousal >= 0.5) return valence >= 0.5 ? "happy" : "energetic";
  return valence >= 0.5 ? "calm" : "sad";
}

export function distance(one, other) {
  return Math.hypot(one.valence - other.valence, one.arousal - other.arousal);
}

// How far a place lies from a path through points, and at which share of its length it is nearest.
export function along(path, place) {
  let best = { distance: Infinity, share: 0 };
  let length = 0;
  for (let nth = 1; nth < path.length; nth += 1) {
    const [a, b] = [path[nth - 1], path[nth]];
    const leg = distance(a, b);
    const [right, up] = [b.valence - a.valence, b.arousal - a.arousal];
    const dot = (place.valence - a.valence) * right + (place.arousal - a.arousal) * up;
    const part = leg ? Math.min(Math.max(dot / leg ** 2, 0), 1) : 0;
    const away = distance(place, { valence: a.valence + part * right, arousal: a.arousal + part * up });
    if (away < best.distance) best = { distance: away, share: length + part * leg };
    length += leg;
  }
  return { distance: best.distance, share: length ? best.share / length : 0 };
}

// A choice is {moods}, {point, radius}, {path} of two points or more, or none: then it takes every
// song. A path takes the songs beside it; which of them make up a journey is for the server.
export function isAll({ moods = [], point = null, path = [] }) {
  return !moods.length && !point && path.length < 2;
}

export function fits(song, { moods = [], point = null, radius = 0, path = [] }) {
  if (!song.place) return false;
  if (path.length > 1) return along(path, song.place).distance <= BESIDE;
  if (point) return distance(song.place, point) <= radius + SLACK;
  return moods.every((mood) => song.moods.includes(mood));
}

export function choose(songs, choice) {
  return isAll(choice) ? [...songs] : songs.filter((song) => fits(song, choice));
}

export function search(songs, words) {
  const asked = plain(words).split(" ").filter(Boolean);
  return asked.length ? songs.filter(({ text }) => asked.every((word) => text.includes(word))) : songs;
}

const KEYS = {
  title: ({ title }) => plain(title),
  anime: ({ anime }) => (anime ? `0${plain(anime)}` : "1"),
  happiest: ({ place }) => (place ? -place.valence : 1),
  liveliest: ({ place }) => (place ? -place.arousal : 1),
  surest: ({ place, own, confidence }) => (!place ? 1 : own ? -2 : -confidence),
};

// Sorted anew; what is alike, and what has no place, stays in the playlist's order.
export function order(songs, sort, { point = null, path = [] } = {}) {
  const key = keyOf(sort, point, path);
  if (!key) return [...songs];
  const keyed = songs.map((song) => [key(song), song]);
  keyed.sort(([one, a], [other, b]) => (one < other ? -1 : one > other ? 1 : a.index - b.index));
  return keyed.map(([, song]) => song);
}

function keyOf(sort, point, path) {
  if (sort === "nearest" && point) return ({ place }) => (place ? distance(place, point) : Infinity);
  if (sort === "along" && path.length > 1) return ({ place }) => (place ? along(path, place).share : 2);
  return KEYS[sort];
}

// How long they last in seconds, null where no length is known; `about` where one is guessed.
export function total(songs) {
  let known = 0;
  let seconds = 0;
  for (const song of songs) {
    if (!song.seconds) continue;
    known += 1;
    seconds += song.seconds;
  }
  const unknown = songs.length - known;
  if (!known) return { seconds: null, about: unknown > 0 };
  return { seconds: seconds + Math.floor((seconds / known) * unknown + 0.5), about: unknown > 0 };
}

// How many songs carry each mood.
export function counts(songs) {
  const found = Object.fromEntries(MOODS.map((mood) => [mood, 0]));
  for (const song of songs) for (const mood of song.moods) found[mood] += 1;
  return found;
}

// Why a song is there: a key of the texts and what goes in it; moods are told as moods.
export function reason(song, { point = null, path = [] }) {
  if (!song.place) return ["plane.unheard", {}];
  if (path.length > 1) return ["plane.why.path", { share: Math.round(100 * along(path, song.place).share) }];
  if (point) return ["plane.why.near", { distance: distance(song.place, point).toFixed(2) }];
  if (song.own) return ["plane.why.own", {}];
  const said = [song.said.spectrogram, song.said.features].filter(Boolean).map(([mood]) => mood);
  if (said.length === 2 && said[0] !== said[1]) return ["plane.why.split", { one: said[0], other: said[1] }];
  return [said.length === 2 ? "plane.why.both" : "plane.why.one", { mood: said[0] ?? song.moods[0] }];
}

// Words as they are compared: without case, accents, and more than one blank.
export function plain(words) {
  return words.normalize("NFKD").toLowerCase().replace(/\p{M}/gu, "").replace(/\s+/g, " ").trim();
}
