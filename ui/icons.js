import { readFileSync } from "node:fs";

const HEAD =
  'xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24" fill="none" stroke="currentColor" ' +
  'stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"';

/**
 * Makes each of Lucide's icons plain markup while the screens are built: put together from data in the window, as the
 * package does it, the icons of the first picture take longer than its text.
 */
export function icons() {
  return {
    name: "icons",
    enforce: "pre",
    load(id) {
      if (!/@lucide\/svelte\/dist\/icons\/[a-z0-9-]+\.svelte$/.test(id)) return;
      const data = /const iconData = (\{.*\});/.exec(readFileSync(id, "utf8"));
      if (!data) throw new Error(`${id} is not as it was: its icon is not found`);
      const { name, node } = JSON.parse(data[1]);
      const parts = node.map(([tag, attributes]) => {
        const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${value}"`);
        return `<${tag}${written.join("")} />`;
      });
      return `<svg class="lucide lucide-${name}" ${HEAD}>${parts.join("")}</svg>`;
    },
  };
}
