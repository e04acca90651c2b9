// What a page does more where scripts run; without them every page works by its links and forms.
"use strict";

// A click on marked words leads to the row of the fact, a click on a row to its words; all pieces of a fact light up.
function light(number) {
  document.querySelectorAll(".lit").forEach((each) => each.classList.remove("lit"));
  document.querySelectorAll(`[data-f="${number}"]`).forEach((each) => each.classList.add("lit"));
}

document.addEventListener("click", (event) => {
  if (event.target.closest("a, button, input, select, summary") || String(window.getSelection())) return;
  const row = event.target.closest("tr[data-f]");
  const mark = event.target.closest(".m[data-f]:not(.k-hit)");
  const found = row || mark;
  if (found) window.location.hash = (row ? "f" : "r") + found.dataset.f;
});

function lightTarget() {
  const match = /^#[fr](\d+)$/.exec(window.location.hash);
  if (match) light(match[1]);
}
window.addEventListener("hashchange", lightTarget);
lightTarget();

// The network: closer, farther and aside, by buttons, wheel or dragging.
document.querySelectorAll("svg[data-network]").forEach((svg) => {
  const whole = svg.viewBox.baseVal;
  const all = [whole.x, whole.y, whole.width, whole.height];
  let view = [...all];
  const show = () => svg.setAttribute("viewBox", view.map((each) => each.toFixed(1)).join(" "));
  const zoom = (times, x = view[0] + view[2] / 2, y = view[1] + view[3] / 2) => {
    const width = Math.min(Math.max(view[2] * times, 80), all[2] * 3);
    const by = width / view[2];
    view = [x - (x - view[0]) * by, y - (y - view[1]) * by, width, view[3] * by];
    show();
  };
  const move = (across, down) => { view[0] += view[2] * across; view[1] += view[3] * down; show(); };
  const does = {
    in: () => zoom(0.7), out: () => zoom(1.4), left: () => move(-0.2, 0), right: () => move(0.2, 0),
    up: () => move(0, -0.2), down: () => move(0, 0.2), all: () => { view = [...all]; show(); },
  };
  const buttons = document.querySelector("[data-zoom]");
  if (buttons) {
    buttons.hidden = false;
    buttons.addEventListener("click", (event) => does[event.target.dataset.do]?.());
  }
  const at = (event) => new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
  svg.addEventListener("wheel", (event) => {
    event.preventDefault();
    const point = at(event);
    zoom(event.deltaY > 0 ? 1.15 : 0.87, point.x, point.y);
  }, { passive: false });
  let from = null;
  let isDragged = false;
  svg.addEventListener("pointerdown", (event) => { from = at(event); isDragged = false; });
  svg.addEventListener("pointermove", (event) => {
    if (!from || !(event.buttons & 1)) { from = null; return; }
    const to = at(event);
    if (Math.hypot(to.x - from.x, to.y - from.y) > view[2] / 200) isDragged = true;
    if (isDragged) { view[0] += from.x - to.x; view[1] += from.y - to.y; show(); }
  });
  svg.addEventListener("click", (event) => { if (isDragged) event.preventDefault(); }, true);
  svg.addEventListener("dragstart", (event) => event.preventDefault());
});

// Decisions on their way: their state is looked at until they are published.
const state = document.querySelector("[data-poll]");
if (state && state.querySelector("[data-busy=yes]")) {
  const look = async () => {
    const answer = await fetch(state.dataset.poll);
    if (answer.ok) state.replaceChildren(...new DOMParser().parseFromString(await answer.text(), "text/html").body.childNodes);
    if (state.querySelector("[data-busy=yes]")) window.setTimeout(look, 1000);
  };
  window.setTimeout(look, 500);
}
