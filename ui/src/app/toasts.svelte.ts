/** Short messages at the foot of the window, each read out politely. */
import { asApiError } from "../api/errors";

export interface Toast {
  id: number;
  text: string;
  tone: "plain" | "bad";
  action?: { label: string; run: () => void };
}

const shown: { toasts: Toast[] } = $state({ toasts: [] });
let next = 1;

/** The toasts on screen, oldest first. */
export function toasts(): readonly Toast[] {
  return shown.toasts;
}

/** Shows a message; at most three are on screen. */
export function toast(
  text: string,
  options: { tone?: Toast["tone"]; action?: Toast["action"] } = {},
): number {
  const one: Toast = { id: next++, text, tone: options.tone ?? "plain", action: options.action };
  shown.toasts = [...shown.toasts, one].slice(-3);
  return one.id;
}

/** Takes one away. */
export function dismiss(id: number): void {
  shown.toasts = shown.toasts.filter((one) => one.id !== id);
}

/** Shows an error with its hint. For failures that no field on screen can show. */
export function toastError(thrown: unknown): void {
  const error = asApiError(thrown);
  toast(error.hint ? `${error.message} ${error.hint}` : error.message, { tone: "bad" });
}
