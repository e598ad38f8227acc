/** Addresses the system can open. Nothing typed by hand gets past these unescaped. */
export function telLink(phone: string): string {
  return `tel:${phone.replace(/[^\d+*#,;]/g, "")}`;
}

/** A mail to one address. */
export function mailLink(address: string): string {
  return `mailto:${encodeURIComponent(address.trim()).replace("%40", "@")}`;
}
