// While moods are chosen: at most two of them, and at once which songs fit.
export function start(form) {
  const boxes = [...form.querySelectorAll("input[name=moods]")];
  const fits = form.querySelector("[data-fits]");
  const none = document.querySelector("[data-none]");
  const songs = [...document.querySelectorAll("[data-songs] > li")];
  const heard = songs.filter((song) => song.dataset.moods);
  const dots = [...form.querySelectorAll(".dots circle")];
  let order = boxes.filter((box) => box.checked);

  function carries(song, moods) {
    const own = song.dataset.moods?.split(" ") ?? [];
    return moods.every((mood) => own.includes(mood));
  }

  function show() {
    const moods = order.map((box) => box.value);
    for (const song of songs) song.classList.toggle("out-of-mood", !carries(song, moods));
    heard.forEach((song, place) => {
      dots[place]?.classList.toggle("out-of-mood", !carries(song, moods));
    });
    const count = heard.filter((song) => carries(song, moods)).length;
    const words = moods.join(" and ");
    none.hidden = !moods.length || count > 0;
    if (!moods.length) fits.textContent = "";
    else if (count === 0) fits.textContent = `No song is ${words}`;
    else fits.textContent = count === 1 ? `1 song is ${words}` : `${count} songs are ${words}`;
  }

  for (const box of boxes) {
    box.addEventListener("change", () => {
      order = order.filter((other) => other !== box);
      if (box.checked) order.push(box);
      while (order.length > 2) order.shift().checked = false;
      show();
    });
  }
  show();
}
