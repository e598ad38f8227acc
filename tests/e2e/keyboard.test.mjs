// Every screen by keyboard alone: no story here touches the mouse.

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { story, until } from "./harness.mjs";

/** Names of the people of Today's cards, as they stand. */
const cards = (kith) =>
  kith.page.getByRole("article").evaluateAll((all) => all.map((card) => card.getAttribute("aria-label") ?? ""));

story("first start: add a person, who has the page at once", {}, async (kith) => {
  await kith.see("heading", "Stay close");
  assert.equal(await kith.find("button", "Open the demo").count(), 0, "what a browser cannot is not offered");
  await kith.press("2");
  await kith.focused("textbox", "Name");
  await kith.type("Dana Moreau");
  await kith.press("Tab");
  await kith.type("Harbour Supply");
  await kith.press("Control+Enter");
  await kith.see("heading", "Dana Moreau");
  await kith.seeText("Harbour Supply");
});

story("first start: a file is brought in, and who matters is said by one key each", {}, async (kith) => {
  const file = join(mkdtempSync(join(tmpdir(), "kith-cards-")), "cards.vcf");
  const names = ["Dana Moreau", "Rohan Hall", "Tomasz Kowalski"];
  writeFileSync(file, names.map((name) => `BEGIN:VCARD\r\nVERSION:4.0\r\nFN:${name}\r\nEND:VCARD\r\n`).join(""));
  await kith.see("heading", "Stay close");
  const chooser = kith.page.waitForEvent("filechooser");
  await kith.press("1");
  await (await chooser).setFiles(file);
  await kith.focused("button", "Bring them in");
  await kith.press("Enter");
  await kith.see("heading", "They are here");
  await kith.focused("button", "Who matters?");
  await kith.press("Enter");
  await kith.see("heading", "Who matters?");
  for (const [place, key] of [["1 of 3", "1"], ["2 of 3", "2"], ["3 of 3", "0"]]) {
    await kith.seeText(place);
    await kith.press(key);
  }
  await kith.press("Escape");
  await kith.see("heading", "Reach out");
  assert.equal((await cards(kith)).length, 2);
});

story("log a conversation, find it, open it, undo it", { demo: true }, async (kith) => {
  await kith.press("Control+l");
  await kith.see("dialog", "What happened?");
  await kith.tabTo("combobox", "With");
  await kith.type("Dana");
  await kith.see("option", "Dana Moreau");
  await kith.press("Enter");
  await kith.tabTo("textbox", "Note");
  await kith.type("She builds a clavichord in her cellar.");
  await kith.press("Control+Enter");
  await kith.seeText("Saved.");
  await kith.press("Control+k");
  await kith.focused("combobox", "Search people and conversations");
  await kith.type("clavichord");
  await kith.seeText("1 person");
  await kith.seeText("in her cellar");
  await kith.press("Enter");
  await kith.see("heading", "Dana Moreau");
  await kith.press("Control+1");
  await kith.see("heading", "Reach out");
  await kith.press("Control+z");
  await kith.seeText("Undone");
});

story("today: skip, later, tried, pause, open, and the routine, a key each", { demo: true }, async (kith) => {
  const all = (await cards(kith)).length;
  /** Does something to the last person of the list, who leaves it. */
  const leaves = async (left, ...keys) => {
    await kith.press("End", ...keys);
    await until(`${left} cards are left`, async () => (await cards(kith)).length === left);
  };
  await leaves(all - 1, "k");
  await kith.press("End", "s");
  await kith.see("dialog", "later");
  await leaves(all - 2, "1");
  await leaves(all - 3, "t");
  await kith.press("End", "p");
  await kith.see("dialog", "pause");
  await kith.press("Escape");
  await kith.seeNo("dialog", "pause");
  await kith.press("r");
  await kith.see("button", "Leave the routine");
  await kith.press("Escape");
  await kith.see("heading", "Reach out");
  const name = (await cards(kith)).at(-1);
  await kith.press("End", "o");
  await kith.see("heading", name);
});

story("people: move, choose, give a rhythm, open, and back", { demo: true }, async (kith) => {
  await kith.press("Control+2");
  await kith.see("grid", "");
  await kith.press("ArrowDown", "Space", "ArrowDown", "Space");
  await kith.seeText("2 chosen");
  await kith.press("r");
  await kith.see("dialog", "");
  await kith.press("Escape");
  await kith.seeNo("dialog", "");
  await kith.press("Escape");
  await until("nobody is chosen", async () => (await kith.page.getByText("2 chosen").count()) === 0);
  await kith.press("Home", "Enter");
  await kith.see("tab", "Timeline");
  await kith.press("Alt+ArrowLeft");
  await kith.see("grid", "");
});

story("a contact: every part by Tab and keys, and a fact is written", { demo: true }, async (kith) => {
  await kith.press("Control+k");
  await kith.type("Dana Moreau");
  await kith.see("heading", "2 people");
  await kith.press("Enter");
  await kith.see("heading", "Dana Moreau");
  await kith.press("r");
  await kith.see("dialog", "How often");
  await kith.press("Escape");
  await kith.tabTo("tab", "Timeline");
  await kith.press("ArrowRight");
  await kith.see("textbox", "Name as shown");
});

story("journal, settings, history, palette and help", { demo: true }, async (kith) => {
  await kith.press("Control+3");
  await kith.see("heading", "Journal");
  await kith.press("Control+,");
  await kith.see("heading", "Settings");
  await kith.tabTo("tab", "Routine");
  await kith.press("ArrowRight", "ArrowRight");
  await kith.see("button", "Back up now");
  await kith.press("Control+1");
  await kith.see("heading", "Reach out");
  await kith.press("End", "k");
  await kith.press("Control+h");
  const undo = await kith.tabTo("button", "Undo: ");
  await kith.press("Enter");
  await kith.seeText("undone");
  assert.ok(undo);
  await kith.press("Control+Shift+P");
  await kith.see("dialog", "");
  await kith.type("journal");
  await kith.press("Enter");
  await kith.see("heading", "Journal");
  // While it fades, the palette still has the keyboard.
  await kith.seeNo("dialog", "");
  await kith.press("?");
  await kith.see("dialog", "Keys");
  await kith.press("Escape");
  await kith.seeNo("dialog", "Keys");
});

story("an export is downloaded, and a backup is made", { demo: true }, async (kith) => {
  await kith.go("#/settings/data");
  await kith.tabTo("button", "Back up now");
  await kith.press("Enter");
  await kith.seeText("Backed up");
  const fetched = kith.page.waitForEvent("download");
  await kith.tabTo("button", "Contacts as vCard");
  await kith.press("Enter");
  const text = readFileSync(await (await fetched).path(), "utf8");
  assert.ok(text.includes("BEGIN:VCARD") && text.includes("Dana Moreau"));
});

story("an address is shown before it is opened, and then only by a person's word", { demo: true }, async (kith) => {
  await kith.call("conversation_log", { note: "See <https://kith.example/boat>", people: ["Dana Moreau"], plain: true });
  await kith.go("#/journal");
  await kith.tabTo("link", "kith.example");
  await kith.press("Enter");
  await kith.see("dialog", "Open this address?");
  await kith.seeText("https://kith.example/boat");
  const opened = kith.context.waitForEvent("page");
  await kith.focused("dialog", "Open this address?");
  await kith.tabTo("button", "Open");
  await kith.press("Enter");
  await opened;
});
