import { host } from "../host/current";
import * as m from "../lib/messages";
import { toastError } from "./toasts.svelte";

/** What a message about a written file offers: to show it, where the program can. */
export function showFile(path: string): { action?: { label: string; run: () => void } } {
  if (!host().can.folders) return {};
  return {
    action: { label: m.action_show(), run: () => void host().reveal(path).catch(toastError) },
  };
}
