// Every screen before axe, in light and dark, and at 200 % zoom.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { story } from "./harness.mjs";

const axe = readFileSync(fileURLToPath(new URL("../../ui/node_modules/axe-core/axe.min.js", import.meta.url)), "utf8");

/** The screens: the address, the keys pressed there, and what shows that it is there. */
const SCREENS = [
  ["#/today", [], "heading", "Reach out"],
  ["#/people", [], "grid", ""],
  ["#/journal", [], "heading", "Journal"],
  ["#/search?q=sailing", [], "heading", "match"],
  ["#/wanted", [], "heading", "Who would want this?"],
  ["#/contact", [], "tab", "Timeline"],
  ["#/who-matters", [], "heading", "Who matters?"],
  ["#/settings", [], "heading", "Settings"],
  ["#/settings/data", [], "button", "Back up now"],
  ["#/settings/history", [], "heading", "Settings"],
  ["#/settings/reminders", [], "heading", "Settings"],
  ["#/settings/about", [], "heading", "Settings"],
  ["#/guide", [], "heading", "guide"],
  ["#/today", ["Control+l"], "dialog", "What happened?"],
  ["#/today", ["Control+Shift+P"], "dialog", ""],
  ["#/today", ["?"], "dialog", "Keys"],
];

/** What axe finds on every screen, as sentences. */
async function look(kith) {
  // Evaluated from outside: the page's own policy lets no script in.
  await kith.page.evaluate(axe);
  const found = [];
  const people = await kith.call("contact_list", { query: "Dana Moreau" });
  const id = people.people[0].id;
  for (const [address, keys, role, name] of SCREENS) {
    await kith.go("#/settings/routine");
    await kith.see("heading", "Settings");
    await kith.go(address === "#/contact" ? `#/people/${id}` : address);
    if (keys.length > 0) await kith.see("heading", "Reach out");
    await kith.press(...keys);
    await kith.see(role, name);
    // What fades in is half transparent until then.
    await kith.page.evaluate(() => Promise.allSettled(document.getAnimations().map((one) => one.finished)));
    const said = await kith.page.evaluate(async () => {
      const { violations } = await window.axe.run(document, { resultTypes: ["violations"] });
      return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target}: ${failureSummary}`));
    });
    found.push(...said.map((one) => `${address} ${keys}: ${one}`));
    if (keys.length > 0) await kith.press("Escape");
  }
  if (found.length > 0) throw new Error(found.join("\n"));
}

for (const theme of ["light", "dark"]) {
  story(`axe has nothing to say in ${theme}`, { demo: true, colorScheme: theme }, look);
}

story(
  "at 200 % axe has nothing to say, and nothing needs scrolling sideways",
  // What a window of 1240 by 800 holds at twice the size.
  { demo: true, viewport: { width: 620, height: 400 }, deviceScaleFactor: 2 },
  async (kith) => {
    await look(kith);
    for (const [address] of SCREENS.filter(([, keys, , name]) => keys.length === 0 && name !== "")) {
      if (address === "#/contact") continue;
      await kith.go(address);
      const over = await kith.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (over > 0) throw new Error(`${address} is ${over} px too wide`);
    }
  },
);
