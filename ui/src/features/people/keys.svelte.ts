/** The keys of the People list. */
import { register, type AppCommand } from "../../app/commands.svelte";
import { all, none, position, toggled } from "./selection";
import { picked } from "./view.svelte";
import * as m from "../../lib/messages";

export interface PeopleActions {
  ids: () => number[];
  /** Whom an action is for. */
  meant: () => number[];
  move: (index: number, extend?: boolean) => void;
  open: (id: number) => void;
  ask: (what: "rhythm" | "group") => void;
  log: () => void;
  archive: () => void;
  remove: () => void;
}

const PAGE = 10;

function moving(list: PeopleActions): AppCommand[] {
  const here = () => position(picked.now, list.ids());
  const step = (id: string, key: string, to: () => number, typing = false): AppCommand[] =>
    [false, true].map((extend) => ({
      id: `people.${id}${extend ? ".extend" : ""}`,
      title: extend ? m.people_key_extend : m.people_key_move,
      section: "People",
      keys: [extend ? `Shift+${key}` : key],
      run: () => list.move(to(), extend),
      typing: typing && !extend,
      repeats: true,
      quiet: true,
    }));
  return [
    ...step("down", "ArrowDown", () => here() + 1, true),
    ...step("up", "ArrowUp", () => Math.max(0, here() - 1)),
    ...step("page-down", "PageDown", () => here() + PAGE),
    ...step("page-up", "PageUp", () => here() - PAGE),
    ...step("home", "Home", () => 0),
    ...step("end", "End", () => list.ids().length - 1),
  ];
}

function choosing(list: PeopleActions): AppCommand[] {
  return [
    {
      id: "people.choose",
      title: m.people_key_choose,
      section: "People",
      keys: ["Space"],
      when: () => picked.now.at !== null,
      run: () => {
        if (picked.now.at !== null) picked.now = toggled(picked.now, picked.now.at);
      },
    },
    {
      id: "people.all",
      title: m.people_key_all,
      section: "People",
      keys: ["$mod+A"],
      run: () => (picked.now = all(picked.now, list.ids())),
    },
    {
      id: "people.none",
      title: m.bulk_none,
      section: "People",
      keys: ["Escape"],
      when: () => picked.now.chosen.size > 0,
      run: () => (picked.now = none(picked.now)),
    },
  ];
}

function acting(list: PeopleActions): AppCommand[] {
  const when = () => list.meant().length > 0;
  const act = (id: string, title: () => string, key: string, run: () => void): AppCommand => ({
    id: `people.${id}`,
    title,
    section: "People",
    keys: [key],
    when,
    run,
  });
  return [
    act("open", m.people_key_open, "Enter", () => {
      if (picked.now.at !== null) list.open(picked.now.at);
    }),
    act("rhythm", m.people_key_rhythm, "R", () => list.ask("rhythm")),
    act("group", m.people_key_groups, "G", () => list.ask("group")),
    act("log", m.bulk_log, "L", list.log),
    act("archive", m.action_archive, "A", list.archive),
    act("delete", m.action_delete, "Delete", list.remove),
  ];
}

/** Registers the keys while the list lives. */
export function peopleKeys(list: PeopleActions): void {
  $effect(() => register([...moving(list), ...choosing(list), ...acting(list)]));
}
