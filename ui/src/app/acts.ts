/** Does what was asked from outside the window: by a reminder's button, the tray, a link, a key. Shows, never changes. */
import { call } from "../api/client";
import { host } from "../host/current";
import type { Act } from "../host/host";
import * as m from "../lib/messages";
import { importing, openImport } from "./import.svelte";
import { logForm, openLog } from "./log.svelte";
import { go, goToContact } from "./routes.svelte";
import { toast, toastError } from "./toasts.svelte";

async function perform(act: Act): Promise<void> {
  switch (act.do) {
    case "today":
      return go({ at: "today" });
    case "contact":
      return goToContact(act.contact_id);
    case "contact_named":
      return goToContact((await call("contact_get", { who: act.who })).id);
    case "search":
      return go({ at: "search", text: act.text });
    case "import":
      return importing.paths === null ? openImport(act.paths) : undefined;
    case "refused":
      toast(m.act_refused(), { tone: "bad" });
      return;
    case "log": {
      // What is being written is not taken away.
      if (logForm.open) return;
      const who =
        act.contact_id === null ? null : await call("contact_get", { who: act.contact_id });
      return openLog(who ? { contacts: [{ id: who.id, name: who.name }] } : {});
    }
  }
}

async function performAll(): Promise<void> {
  for (const act of await host().takeActs()) await perform(act);
}

/** Does what was asked so far, and from now on; returns how to stop. */
export function followActs(): () => void {
  const perform = () => void performAll().catch(toastError);
  perform();
  return host().acts(perform);
}
