// Finds what a person would call by its role and name. Arguments: role, wanted name, whether the name must be whole.
// Written for tests: no full computation of accessible names, but what a screen reader would say in most cases.
const [wantedRole, wantedName, whole] = arguments;
const implied = {
  A: (e) => (e.hasAttribute("href") ? "link" : ""),
  BUTTON: () => "button",
  H1: () => "heading", H2: () => "heading", H3: () => "heading",
  LI: () => "listitem", OL: () => "list", UL: () => "list",
  MAIN: () => "main", NAV: () => "navigation", ASIDE: () => "complementary",
  DIALOG: () => "dialog", FIELDSET: () => "group", ARTICLE: () => "article", TEXTAREA: () => "textbox", SELECT: () => "combobox",
  INPUT: (e) => ({ checkbox: "checkbox", radio: "radio", number: "spinbutton", search: "searchbox", range: "slider" })[e.type] ?? "textbox",
};
const roleOf = (e) => e.getAttribute("role") ?? implied[e.tagName]?.(e) ?? "";
const clean = (text) => (text ?? "").replace(/\s+/g, " ").trim();
const textOf = (node) => {
  if (node.nodeType === Node.TEXT_NODE) return node.data;
  if (node.nodeType !== Node.ELEMENT_NODE || node.getAttribute("aria-hidden") === "true") return "";
  const own = node.getAttribute("aria-label");
  if (own) return own;
  return [...node.childNodes].map(textOf).join(" ");
};
const nameOf = (e) => {
  const ids = e.getAttribute("aria-labelledby");
  if (ids) return clean(ids.split(/\s+/).map((id) => textOf(document.getElementById(id) ?? new Text(""))).join(" "));
  const label = e.getAttribute("aria-label");
  if (label) return clean(label);
  if (e.labels?.length) return clean([...e.labels].map(textOf).join(" "));
  if (e.tagName === "FIELDSET") return clean(textOf(e.querySelector("legend") ?? new Text("")));
  const inside = clean(textOf(e));
  return inside || clean(e.getAttribute("title")) || clean(e.getAttribute("placeholder"));
};
const shown = (e) => e.checkVisibility({ visibilityProperty: true }) && !e.closest("[inert]");
const fits = (name) => (whole ? name === wantedName : name.toLowerCase().includes(wantedName.toLowerCase()));
const all = [...document.querySelectorAll("*")].filter((e) => roleOf(e) === wantedRole && shown(e));
return all.find((e) => nameOf(e) === wantedName) ?? all.find((e) => fits(nameOf(e))) ?? null;
