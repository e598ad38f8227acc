/** The day's keys and menus: one list each, so that they say the same. */
import type { AppCommand } from "../../app/commands.svelte";
import type { MenuItem } from "../../components/menu";
import * as act from "./actions";
import type { Item } from "./items";
import * as m from "../../lib/messages";

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

type Row = [id: string, title: () => string, keys: string[], when: () => boolean, run: () => void];

/** Everything the keys do on Today. */
export function dayCommands(screen: Screen): AppCommand[] {
  const some = () => screen.current() !== undefined;
  const person = () => screen.current()?.kind === "reach";
  const answerable = () => person() === false && some();
  const on = (what: (item: Item) => unknown) => () => {
    const item = screen.current();
    if (item) what(item);
  };
  const done = (item: Item) =>
    item.kind === "promise"
      ? act.keepWord(item)
      : item.kind === "planned"
        ? act.tookPlace(item)
        : null;

  const rows: Row[] = [
    ["log", m.today_log_chosen, ["L"], some, on((item) => act.log(item))],
    ["call", m.today_call, ["C"], some, on((item) => act.reach(item, "call"))],
    ["mail", m.today_mail, ["M"], some, on((item) => act.reach(item, "mail"))],
    ["done", m.today_done_command, ["D"], answerable, on(done)],
    ["later", m.today_later, ["S"], person, on(screen.later)],
    ["skip", m.today_skip, ["K"], person, on(act.skip)],
    ["tried", m.today_tried, ["T"], person, on(act.tried)],
    ["pause", m.today_pause, ["P"], person, on(screen.pause)],
    ["open", m.action_open, ["Enter", "O"], some, on(act.open)],
    ["details", m.today_details, ["I"], some, screen.details.toggle],
    [
      "start",
      m.today_start_command,
      ["R"],
      () => some() && !screen.routine.on(),
      screen.routine.start,
    ],
    [
      "stop",
      m.today_leave,
      ["Escape"],
      () => screen.routine.on() && !screen.details.open(),
      screen.routine.leave,
    ],
    ["more", m.today_three_more, ["[Shift]++"], screen.topUp.possible, screen.topUp.run],
  ];
  const moves: Row[] = [
    ["next", m.today_next, ["ArrowDown"], some, () => screen.move(1)],
    ["previous", m.today_previous, ["ArrowUp"], some, () => screen.move(-1)],
    ["first", m.today_first, ["Home"], some, () => screen.move("first")],
    ["last", m.today_last, ["End"], some, () => screen.move("last")],
    ["hide", m.today_hide, ["Escape"], screen.details.open, screen.details.toggle],
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
    { label: m.today_call(), keys: "C", run: () => void act.reach(item, "call") },
    { label: m.today_mail(), keys: "M", run: () => void act.reach(item, "mail") },
  ];
  const open: MenuItem = {
    label: m.today_open_name({ name: item.name }),
    keys: "O",
    line: true,
    run: () => act.open(item),
  };
  if (item.kind === "planned") {
    return [
      { label: m.today_write_note(), keys: "L", run: () => act.log(item) },
      { label: m.today_not_happened(), run: () => void act.didNot(item) },
      open,
    ];
  }
  if (item.kind === "promise") {
    return [
      { label: m.action_log(), keys: "L", run: () => act.log(item) },
      ...reach,
      { label: m.today_drop(), line: true, run: () => void act.drop(item) },
      open,
    ];
  }
  return [
    ...reach,
    { label: m.today_tried(), keys: "T", line: true, run: () => void act.tried(item) },
    { label: m.today_skip(), keys: "K", run: () => void act.skip(item) },
    { label: m.today_pause_more(), keys: "P", run: () => pause(item) },
    open,
  ];
}
