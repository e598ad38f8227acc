import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { expectDialog, handleKey, noteLayers, register, type AppCommand } from "./commands.svelte";

const ran = vi.fn();
let stop = () => {};

const command = (parts: Partial<AppCommand>): AppCommand => ({
  id: "test",
  title: () => "Test",
  section: "Do",
  run: ran,
  ...parts,
});

function press(init: KeyboardEventInit, target: Element = document.body): KeyboardEvent {
  const event = new KeyboardEvent("keydown", { bubbles: true, cancelable: true, ...init });
  target.addEventListener("keydown", (event) => handleKey(event as KeyboardEvent), { once: true });
  target.dispatchEvent(event);
  return event;
}

beforeEach(() => {
  document.body.innerHTML = "";
  ran.mockClear();
});
afterEach(() => stop());

function element(html: string): Element {
  document.body.innerHTML = html;
  return document.querySelector("#it") ?? document.body;
}

test("a letter runs its command, and no text field does", () => {
  stop = register([command({ keys: ["L"] })]);
  press({ key: "l", code: "KeyL" });
  expect(ran).toHaveBeenCalledTimes(1);
  press({ key: "l", code: "KeyL" }, element(`<input id="it">`));
  expect(ran).toHaveBeenCalledTimes(1);
});

test("a letter's place counts on a keyboard without Latin letters", () => {
  stop = register([command({ keys: ["L"] })]);
  press({ key: "д", code: "KeyL" });
  expect(ran).toHaveBeenCalledTimes(1);
});

test("a key with Ctrl works while typing when it says so", () => {
  stop = register([command({ keys: ["$mod+K", "/"], typing: true })]);
  const input = element(`<input id="it">`);
  press({ key: "k", code: "KeyK", ctrlKey: true }, input);
  expect(ran).toHaveBeenCalledTimes(1);
  press({ key: "/", code: "Slash" }, input);
  expect(ran).toHaveBeenCalledTimes(1);
});

test("the page's keys sleep while a dialog is open", () => {
  stop = register([command({ keys: ["L"] }), command({ id: "d", keys: ["S"], layer: "dialog" })]);
  const dialog = element(`<div data-layer="dialog" id="it"></div>`);
  press({ key: "l", code: "KeyL" }, dialog);
  expect(ran).not.toHaveBeenCalled();
  press({ key: "s", code: "KeyS" }, dialog);
  expect(ran).toHaveBeenCalledTimes(1);
});

test("a held key acts once, and Enter on a button is the button's", () => {
  stop = register([command({ keys: ["K", "Enter"] })]);
  press({ key: "k", code: "KeyK", repeat: true });
  press({ key: "Enter" }, element(`<button id="it"></button>`));
  expect(ran).not.toHaveBeenCalled();
});

test("the command registered last wins, and gives the key back when it goes", () => {
  const other = vi.fn();
  stop = register([command({ keys: ["L"] })]);
  const stopOther = register([command({ id: "other", keys: ["L"], run: other })]);
  press({ key: "l", code: "KeyL" });
  expect([ran.mock.calls.length, other.mock.calls.length]).toEqual([0, 1]);
  stopOther();
  press({ key: "l", code: "KeyL" });
  expect(ran).toHaveBeenCalledTimes(1);
});

test("the Escape that closes a dialog does nothing to the page below", () => {
  stop = register([command({ keys: ["Escape"] })]);
  const dialog = element(`<div data-layer="dialog" id="it"></div>`);
  const event = new KeyboardEvent("keydown", { key: "Escape", bubbles: true });
  noteLayers(event);
  dialog.remove();
  handleKey(event);
  expect(ran).not.toHaveBeenCalled();
});

test("what is typed while a dialog is on its way does nothing to the page", () => {
  stop = register([command({ keys: ["L"] })]);
  expectDialog();
  press({ key: "l", code: "KeyL" });
  expect(ran).not.toHaveBeenCalled();
  document.body.innerHTML = `<div data-layer="dialog"></div>`;
  press({ key: "l", code: "KeyL" });
  document.body.innerHTML = "";
  press({ key: "l", code: "KeyL" });
  expect(ran).toHaveBeenCalledTimes(1);
});
