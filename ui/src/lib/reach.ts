/** Addresses the system can open. Nothing typed by hand gets past these unescaped. */
export function telLink(phone: string): string {
  return `tel:${phone.replace(/[^\d+*#,;]/g, "")}`;
}

/** A mail to one address or several; with a subject and a text where they are given. */
export function mailLink(
  to: string | readonly string[],
  { subject = "", body = "" }: { subject?: string; body?: string } = {},
): string {
  const addresses = typeof to === "string" ? [to] : to;
  const escaped = addresses.map((one) => encodeURIComponent(one.trim()).replace("%40", "@"));
  const fields = Object.entries({ subject, body })
    .filter(([, text]) => text !== "")
    // Mail programs ask for CRLF (RFC 6068).
    .map(([name, text]) => `${name}=${encodeURIComponent(text.replace(/\r?\n/g, "\r\n"))}`);
  return `mailto:${escaped.join(",")}${fields.length > 0 ? `?${fields.join("&")}` : ""}`;
}
