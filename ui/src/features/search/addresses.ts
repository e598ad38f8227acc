/** Addresses as a mail program takes them. */

interface Someone {
  name: string;
  emails: readonly { value: string }[];
}

/** `"Moreau, Dana" <dana@harbour.example>`: a name with signs of its own stands in quotes. */
function address(name: string, email: string): string {
  const plain = /^[\p{L}\p{M}\p{N} '’.-]+$/u.test(name) && !name.includes(".");
  const said = plain ? name : `"${name.replaceAll(/["\\]/g, "")}"`;
  return `${said} <${email}>`;
}

/** The first address of each, each once, and how many people have none. */
export function addresses(people: readonly Someone[]): {
  text: string;
  count: number;
  without: number;
} {
  const found = new Map<string, string>();
  let without = 0;
  for (const { name, emails } of people) {
    const email = emails[0]?.value.trim();
    if (!email) without += 1;
    else if (!found.has(email.toLowerCase())) found.set(email.toLowerCase(), address(name, email));
  }
  return { text: [...found.values()].join(", "), count: found.size, without };
}
