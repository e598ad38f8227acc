/** What can be done with all who were found. */
import type { ExportFormat, SearchPerson } from "../../api/bindings";
import { call } from "../../api/client";
import { showFile } from "../../app/show-file";
import { toast, toastError } from "../../app/toasts.svelte";
import { host } from "../../host/current";
import * as m from "../../lib/messages";
import { addresses } from "./addresses";

/** More people than anyone knows. */
const EVERYONE = 100_000;

/** Everyone who matches, those not shown yet too. */
export async function everyone(query: string): Promise<SearchPerson["contact"][]> {
  const wanted = { query, limit: EVERYONE, hits: 0, facets: false, prefix: true };
  const all = await call("search_people", wanted).catch(toastError);
  return (all?.people ?? []).map(({ contact }) => contact);
}

/** Puts their addresses into the clipboard, and says who has none. */
export async function copyAddresses(query: string): Promise<void> {
  const asked = everyone(query).then(addresses);
  try {
    // The promise is handed over: after waiting, the key that was pressed no longer allows it.
    const text = asked.then(({ text }) => new Blob([text], { type: "text/plain" }));
    await navigator.clipboard.write([new ClipboardItem({ "text/plain": text })]);
  } catch {
    return void toast(m.reach_no_clipboard(), { tone: "bad" });
  }
  const { count, without } = await asked;
  const said = [
    m.search_copied({ n: count }),
    ...(without > 0 ? [m.search_without({ n: without })] : []),
  ];
  toast(said.join(" "));
}

/** Writes them to a file that is asked for. */
export async function exportAll(query: string, format: ExportFormat, name: string): Promise<void> {
  const dest = await host().saveFile(m.data_export_title(), name).catch(toastError);
  if (!dest) return;
  const contacts = (await everyone(query)).map(({ id }) => id);
  const wanted = { format, dest, overwrite: true, contacts };
  const report = await call("export", wanted).catch(toastError);
  if (!report) return;
  toast(m.data_wrote({ what: m.count_people({ n: contacts.length }) }), showFile(report.file));
}

/** Puts them on today's list, and offers to take them off again. */
export async function reachOut(query: string): Promise<void> {
  const contacts = (await everyone(query)).map(({ id }) => id);
  const added = await call("today_add", { contacts }).catch(toastError);
  if (!added) return;
  if (added.added.length === 0) return void toast(m.search_all_on_list());
  toast(m.search_on_list({ n: added.added.length }), {
    action: {
      label: m.action_undo(),
      run: () => void call("today_remove", { contacts: added.added }).catch(toastError),
    },
  });
}
