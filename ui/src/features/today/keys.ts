/** The day's keys and menus: one list each, so that they say the same. */
import type { AppCommand } from "../../app/commands.svelte";
import type { MenuItem } from "../../components/menu";
import * as act from "./actions";
import type { Item } from "./items";

/** What the screen itself does for its keys. */
export interface Screen {
  current: () => Item | undefined;
  move: (by: number | "first" | "last") => void;
  later: (item: Item) => void;
  pause: (item: Item) => void;
  /** Shows or hides the drawer, where there is one. */
  details: { open: () => boolean; toggle: () => void };
  routine: { on: () => boolean; start: () => void; leave: () => void };
  topUp: { possible: () => boolean; run: () => void };
}

type Row = [id: string, title: string, keys: string[], when: () => boolean, run: () => void];

/** Everything the keys do on Today. */
export function dayCommands(screen: Screen): AppCommand[] {
  const some = () => screen.current() !== undefined;
  const person = () => screen.current()?.kind === "reach";
  const promise = () => screen.current()?.kind === "promise";
  const on = (what: (item: Item) => unknown) => () => {
    const item = screen.current();
    if (item) what(item);
  };
  const keepWord = (item: Item) => item.kind === "promise" && act.keepWord(item);

  const rows: Row[] = [
    ["log", "Log the one chosen", ["L"], some, on((item) => act.log(item))],
    ["call", "Call", ["C"], some, on((item) => act.reach(item, "call"))],
    ["mail", "Mail", ["M"], some, on((item) => act.reach(item, "mail"))],
    ["done", "Done: the promise is kept", ["D"], promise, on(keepWord)],
    ["later", "Later", ["S"], person, on(screen.later)],
    ["skip", "Skip this round", ["K"], person, on(act.skip)],
    ["tried", "Tried, no answer", ["T"], person, on(act.tried)],
    ["pause", "Pause", ["P"], person, on(screen.pause)],
    ["open", "Open", ["Enter", "O"], some, on(act.open)],
    ["details", "Show or hide the details", ["I"], some, screen.details.toggle],
    [
      "start",
      "Start the routine, one card at a time",
      ["R"],
      () => some() && !screen.routine.on(),
      screen.routine.start,
    ],
    [
      "stop",
      "Leave the routine",
      ["Escape"],
      () => screen.routine.on() && !screen.details.open(),
      screen.routine.leave,
    ],
    ["more", "Three more", ["[Shift]++"], screen.topUp.possible, screen.topUp.run],
  ];
  const moves: Row[] = [
    ["next", "Next", ["ArrowDown"], some, () => screen.move(1)],
    ["previous", "Previous", ["ArrowUp"], some, () => screen.move(-1)],
    ["first", "First", ["Home"], some, () => screen.move("first")],
    ["last", "Last", ["End"], some, () => screen.move("last")],
    ["hide", "Hide the details", ["Escape"], screen.details.open, screen.details.toggle],
  ];
  return [
    ...rows.map(command),
    ...moves.map((row) => ({ ...command(row), quiet: true, repeats: true })),
  ];
}

function command([id, title, keys, when, run]: Row): AppCommand {
  return { id: `today.${id}`, title, section: "Today", keys, when, run };
}

/** The menu of a card. */
export function menu(item: Item, pause: (item: Item) => void): MenuItem[] {
  const reach: MenuItem[] = [
    { label: "Call", keys: "C", run: () => void act.reach(item, "call") },
    { label: "Mail", keys: "M", run: () => void act.reach(item, "mail") },
  ];
  const open: MenuItem = {
    label: `Open ${item.name}`,
    keys: "O",
    line: true,
    run: () => act.open(item),
  };
  if (item.kind === "promise") {
    return [
      { label: "Log a conversation", keys: "L", run: () => act.log(item) },
      ...reach,
      { label: "Drop it", line: true, run: () => void act.drop(item) },
      open,
    ];
  }
  return [
    ...reach,
    { label: "Tried, no answer", keys: "T", line: true, run: () => void act.tried(item) },
    { label: "Skip this round", keys: "K", run: () => void act.skip(item) },
    { label: "Pause…", keys: "P", run: () => pause(item) },
    open,
  ];
}
