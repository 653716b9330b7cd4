// What fingers, mouse, pen and keys do on the plane, told in units of its drawing.
const SIDE = 400;
const STILL = 8; // CSS pixels that a tap may move
const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

// Calls of `told`: tap(at), from(at), drag(at), drop(at), grow(factor), hover(at or null),
// step(right, up), add(), back(), leave(). A drag begins with `from`.
export function pointing(surface, told) {
  const held = new Map();
  let began = null;
  let dragging = false;
  let apart = 0;

  function at(event) {
    const box = surface.getBoundingClientRect();
    return {
      x: ((event.clientX - box.left) / box.width) * SIDE,
      y: ((event.clientY - box.top) / box.height) * SIDE,
    };
  }

  function gap() {
    const [one, other] = [...held.values()];
    return Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
  }

  surface.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    surface.setPointerCapture(event.pointerId);
    held.set(event.pointerId, event);
    if (held.size === 1) {
      began = event;
      dragging = false;
    } else if (held.size === 2) {
      began = null;
      apart = gap();
    }
  });

  surface.addEventListener("pointermove", (event) => {
    if (!held.has(event.pointerId)) return event.pointerType === "mouse" && told.hover(at(event));
    held.set(event.pointerId, event);
    if (held.size === 2) {
      const now = gap();
      if (apart) told.grow(now / apart);
      apart = now;
    } else if (began) {
      const moved = Math.hypot(event.clientX - began.clientX, event.clientY - began.clientY);
      if (!dragging && moved < STILL) return;
      if (!dragging) told.from(at(began));
      dragging = true;
      const all = event.getCoalescedEvents?.() ?? [];
      for (const each of all.length ? all : [event]) told.drag(at(each));
    }
  });

  function end(event, cancelled) {
    if (!held.delete(event.pointerId) || held.size) return;
    if (began && dragging) told.drop(at(event));
    else if (began && !cancelled) told.tap(at(event));
    began = null;
    dragging = false;
  }
  surface.addEventListener("pointerup", (event) => end(event, false));
  surface.addEventListener("pointercancel", (event) => end(event, true));
  surface.addEventListener("pointerleave", () => told.hover(null));

  // Turning the wheel scrolls the page, unless the plane was pressed before.
  surface.addEventListener(
    "wheel",
    (event) => {
      if (document.activeElement !== surface || !told.grow(Math.exp(-event.deltaY / 600))) return;
      event.preventDefault();
    },
    { passive: false },
  );

  surface.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const [right, up] = KEYS[event.key] ?? [];
    if (right !== undefined) told.step(...[right, up].map((way) => way * (event.shiftKey ? 5 : 1)));
    else if (event.key === "+" || event.key === "=") told.grow(1.15);
    else if (event.key === "-") told.grow(1 / 1.15);
    else if (event.key === "Enter" || event.key === " ") told.add();
    else if (event.key === "Backspace") told.back();
    else if (event.key === "Escape") told.leave();
    else return;
    event.preventDefault();
  });
}
