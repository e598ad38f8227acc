// What a person could not read or reach on the screen as it stands. Answers with sentences; none when all is well.
const problems = new Set();
const SLACK = 1.5;
const CONTROLS = "button, a[href], input, textarea, select, summary, [role=button], [role=option], [role=menuitem], [role=tab], [role=radio], [tabindex='0']";

const name = (element) => {
  const said = element.getAttribute("aria-label") ?? element.innerText ?? element.value ?? "";
  const words = said.replace(/\s+/g, " ").trim().slice(0, 50) || element.getAttribute("placeholder") || element.id;
  return `<${element.tagName.toLowerCase()}${element.classList[0] ? `.${element.classList[0]}` : ""}> “${words}”`;
};
const ancestors = function* (element) {
  for (let up = element.parentElement; up; up = up.parentElement) yield up;
};
const styleOf = (element) => getComputedStyle(element);
// Read by screen readers alone, or on the screen only while it has the focus.
const isForEars = (element) =>
  element.closest(".skip, [inert]") !== null || [element, ...ancestors(element)].some((one) => styleOf(one).clipPath === "inset(50%)");
const isShown = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !isForEars(element);

// While a dialog, menu or list lies over the page, only what lies on top can and must be reached.
const OVER = "aside.open, [role=dialog], [role=menu], [data-layer]";
const over = [...document.querySelectorAll(OVER)].filter((e) => isShown(e) && !(e.matches("aside") && styleOf(e).position === "static")).at(-1);
const surface = over ?? document.body;
const elements = [...surface.querySelectorAll("*")].filter(isShown);

// Where an element's box is cut off: by each ancestor that hides what is outside it, up to the one it is fixed in.
// `ends` says that a line too long ends in dots there, which is meant.
const clipOf = (element, path = [...ancestors(element)]) => {
  const box = { left: 0, top: 0, right: innerWidth, bottom: innerHeight, ends: false };
  let position = styleOf(element).position;
  for (const up of path) {
    if (up !== element && position === "fixed") break;
    const style = styleOf(up);
    box.ends ||= style.textOverflow === "ellipsis" || style.webkitLineClamp !== "none";
    const holds = up === element || position !== "absolute" || style.position !== "static";
    if (!holds) continue;
    const rect = up.getBoundingClientRect();
    if (style.overflowX !== "visible") [box.left, box.right] = [Math.max(box.left, rect.left), Math.min(box.right, rect.right)];
    if (style.overflowY !== "visible") [box.top, box.bottom] = [Math.max(box.top, rect.top), Math.min(box.bottom, rect.bottom)];
    position = style.position;
  }
  return box;
};

// Nothing is wider than its place.
if (document.scrollingElement.scrollWidth > innerWidth) problems.add(`the page is ${document.scrollingElement.scrollWidth} px wide in ${innerWidth}`);
for (const element of elements) {
  const { overflowX, textOverflow } = styleOf(element);
  const extra = element.scrollWidth - element.clientWidth;
  const isField = element.matches("input, textarea");
  if (extra > SLACK && element.clientWidth > 0 && overflowX !== "visible" && textOverflow !== "ellipsis" && !isField) {
    problems.add(`${name(element)} hides ${extra} px at its side`);
  }
}

// Every control can be brought onto the screen whole, and nothing lies over it.
const places = [...document.querySelectorAll("*")].filter((e) => e.scrollTop !== 0).map((e) => [e, e.scrollTop]);
const bring = (control) => {
  for (const up of ancestors(control)) {
    if (up.scrollHeight <= up.clientHeight || !/auto|scroll/.test(styleOf(up).overflowY)) continue;
    const [rect, box] = [control.getBoundingClientRect(), up.getBoundingClientRect()];
    up.scrollTop += (rect.top + rect.bottom - box.top - box.bottom) / 2;
  }
};
for (const control of elements.filter((e) => e.matches(CONTROLS) && !e.disabled)) {
  bring(control);
  const [rect, clip] = [control.getBoundingClientRect(), clipOf(control)];
  if (rect.width < SLACK || rect.height < SLACK) continue;
  const isWide = !clip.ends && (rect.left < clip.left - SLACK || rect.right > clip.right + SLACK);
  // What is taller than the window can be scrolled through; what cannot be scrolled to is lost.
  const isLost = rect.bottom < clip.top + Math.min(rect.height, 12) || rect.top > clip.bottom - Math.min(rect.height, 12);
  const isTall = rect.height < clip.bottom - clip.top && (rect.top < clip.top - SLACK || rect.bottom > clip.bottom + SLACK);
  if (isWide || isLost || isTall) {
    const at = [rect.left, rect.top, rect.right, rect.bottom].map(Math.round);
    problems.add(`${name(control)} is cut off: ${at} in ${[clip.left, clip.top, clip.right, clip.bottom].map(Math.round)}`);
    continue;
  }
  const [x, y] = [(Math.max(rect.left, clip.left) + Math.min(rect.right, clip.right)) / 2, (Math.max(rect.top, clip.top) + Math.min(rect.bottom, clip.bottom)) / 2];
  const hit = document.elementFromPoint(x, y);
  const isOwn = hit && (control.contains(hit) || hit.contains(control) || [...(control.labels ?? [])].some((l) => l.contains(hit)));
  if (!isOwn) problems.add(`${name(control)} is covered by ${hit ? name(hit) : "nothing"}`);
}
for (const [element, place] of places) element.scrollTop = place;

// Each line of text, as far as it is seen.
const lines = [];
const walker = document.createTreeWalker(surface, NodeFilter.SHOW_TEXT);
for (let node = walker.nextNode(); node; node = walker.nextNode()) {
  const element = node.parentElement;
  if (!node.data.trim() || !element || !isShown(element)) continue;
  const clip = clipOf(element, [element, ...ancestors(element)]);
  const range = document.createRange();
  range.selectNodeContents(node);
  for (const rect of range.getClientRects()) {
    const seen = { left: Math.max(rect.left, clip.left), right: Math.min(rect.right, clip.right), top: Math.max(rect.top, clip.top), bottom: Math.min(rect.bottom, clip.bottom) };
    if (seen.right - seen.left < 1 || seen.bottom - seen.top < 1) continue;
    const isCut = rect.left < clip.left - SLACK || rect.right > clip.right + SLACK;
    if (isCut && !clip.ends) problems.add(`the text of ${name(element)} is cut at its side`);
    lines.push({ element, text: node.data.trim().slice(0, 30), ...seen });
  }
}

// Lines do not lie on each other, unless one is behind something opaque.
const isOpaque = (element) => {
  const colour = styleOf(element).backgroundColor;
  return colour !== "transparent" && !/, 0\)$|\/ 0\)$/.test(colour);
};
const isBehind = (low, x, y) => {
  for (const element of document.elementsFromPoint(x, y)) {
    if (element === low || low.contains(element)) return false;
    if (!element.contains(low) && isOpaque(element)) return true;
    if (element.contains(low)) return false;
  }
  return true;
};
lines.sort((a, b) => a.top - b.top);
for (const [index, one] of lines.entries()) {
  for (const other of lines.slice(index + 1)) {
    if (other.top > one.bottom) break;
    if (one.element === other.element || one.element.contains(other.element) || other.element.contains(one.element)) continue;
    const [left, right] = [Math.max(one.left, other.left), Math.min(one.right, other.right)];
    const [high, low] = [Math.max(one.top, other.top), Math.min(one.bottom, other.bottom)];
    if (right - left < 3 || low - high < 4) continue;
    const [x, y] = [(left + right) / 2, (high + low) / 2];
    if (isBehind(one.element, x, y) || isBehind(other.element, x, y)) continue;
    problems.add(`“${one.text}” and “${other.text}” lie on each other`);
  }
}
return [...problems];
