/** Opens the log form from anywhere. The form itself is features/log. */
import type { ExchangeInput } from "../api/bindings";
import { expectDialog } from "./commands.svelte";

/** What the form starts with; a stored draft wins unless `contacts` are given. */
export interface LogPreset {
  contacts?: { id: number; name: string }[];
  channel?: string;
  attempt?: boolean;
  /** What was given in it: shown, and logged with it. */
  exchanges?: ExchangeInput[];
  /** It is still to come: the form proposes a day ahead. */
  planned?: boolean;
  /** A conversation to edit instead of a new one. */
  conversation?: number;
}

/** The request that is open, or null. The form sets it to null when it closes. */
export const logForm: { open: LogPreset | null } = $state({ open: null });

/** Opens "Log a conversation". */
export function openLog(preset: LogPreset = {}): void {
  expectDialog();
  logForm.open = preset;
}
