/** The first start is over once the person chose how to begin. */
import { call } from "../api/client";
import { session } from "./session.svelte";

/** Notes that the first start was gone through; a second time changes nothing. */
export async function welcome(): Promise<void> {
  if (session().settings.data?.welcomed) return;
  await call("settings_set", { welcomed: true }).catch(() => {});
}
