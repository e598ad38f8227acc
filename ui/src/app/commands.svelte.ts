/**
 * The one registry of what can be done. The palette, the menus, the keys and the help page all read it,
 * so none of them can know a command that the others do not.
 */
import { matchKeybindingPress, parseKeybinding } from "tinykeys";
import * as m from "../lib/messages";

export type Section =
  "Go to" | "Do" | "Today" | "People" | "Person" | "Write" | "Who matters" | "Kith";

export interface AppCommand {
  /** Unique among what is registered at one time: "today.log". */
  id: string;
  /** What it is called in the language of the moment: a message. */
  title: () => string;
  section: Section;
  /** tinykeys bindings; the first is the one shown. */
  keys?: readonly string[];
  /** False: not offered, and its keys fall through. */
  when?: () => boolean;
  run: () => void;
  /** Also runs while the person types in a field. For bindings with Ctrl, say. */
  typing?: boolean;
  /** "page" (default) sleeps while a dialog is open; "dialog" belongs to the open dialog; "any" always runs. */
  layer?: "page" | "dialog" | "any";
  /** May repeat while the key is held, as moving down a list does. */
  repeats?: boolean;
  /** Kept out of the palette: moving a selection, say. */
  quiet?: boolean;
}

let registered = $state.raw<readonly AppCommand[]>([]);
/** The same list unproxied: registering reads it without becoming dependent on it. */
let now: readonly AppCommand[] = [];

function set(commands: readonly AppCommand[]): void {
  now = commands;
  registered = commands;
}

/** Adds commands; returns how to take them away. In a component: `$effect(() => register([...]))`. */
export function register(commands: readonly AppCommand[]): () => void {
  set([...now, ...commands]);
  return () => set(now.filter((command) => !commands.includes(command)));
}

/** Everything that can be done now, in order of registration. */
export function commands(): readonly AppCommand[] {
  return registered;
}

const SECTIONS: Record<Section, () => string> = {
  "Go to": m.section_go,
  Do: m.section_do,
  Today: m.section_today,
  People: m.section_people,
  Person: m.section_person,
  Write: m.section_write,
  "Who matters": m.section_who,
  Kith: m.section_kith,
};

/** What a section is called. */
export function sectionName(section: Section): string {
  return SECTIONS[section]();
}

/** Whether it can be done now. */
export function available(command: AppCommand): boolean {
  return command.when?.() ?? true;
}

/** Runs a command by its id; says whether there was one. */
export function run(id: string): boolean {
  const command = now.findLast((one) => one.id === id && available(one));
  command?.run();
  return command !== undefined;
}

/** The key shown for a command, or undefined. */
export function keyOf(id: string): string | undefined {
  return registered.find((command) => command.id === id)?.keys?.[0];
}

const EDITABLE =
  "input:not([type=checkbox]):not([type=radio]):not([type=button]), textarea, select, [contenteditable=true]";
const PRESSABLE =
  "a[href], button, summary, [role=button], [role=menuitem], [role=option], [role=tab], [role=switch], [role=checkbox], input";

let expected = 0;

/** Says that a dialog is on its way: until it is there, the page's keys sleep already. */
export function expectDialog(): void {
  expected = performance.now() + 1_200;
}

/** Whether any dialog lies over the page, or is about to. */
export function dialogOpen(): boolean {
  const open = document.querySelector("[data-layer=dialog]") !== null;
  if (open) expected = 0;
  return open || performance.now() < expected;
}

function matches(event: KeyboardEvent, binding: string): boolean {
  const press = parseKeybinding(binding)[0];
  if (!press) return false;
  if (matchKeybindingPress(event, press)) return true;
  const [required, optional, key] = press;
  // On a keyboard without Latin letters the letter's place stands for it.
  if (typeof key !== "string" || !/^[a-z]$/i.test(key) || (event.key.codePointAt(0) ?? 0) < 128)
    return false;
  return matchKeybindingPress(event, [required, optional, `Key${key.toUpperCase()}`]);
}

/** Whether a binding is a letter or sign that belongs to the text while somebody types. */
function writes(binding: string): boolean {
  return binding.replace(/\[Shift\]\+|Shift\+/, "").length === 1;
}

function fits(
  command: AppCommand,
  event: KeyboardEvent,
  typing: boolean,
  inDialog: boolean,
): boolean {
  const layer = command.layer ?? "page";
  if (inDialog ? layer === "page" : layer === "dialog") return false;
  if (typing && !command.typing) return false;
  if (event.repeat && !command.repeats) return false;
  const hit = command.keys?.some((key) => !(typing && writes(key)) && matches(event, key)) ?? false;
  return hit && available(command);
}

const layers = () => ({
  dialog: dialogOpen(),
  menu: document.querySelector("[data-layer=menu]") !== null,
});
let before: { event: KeyboardEvent; open: ReturnType<typeof layers> } | null = null;

/**
 * Notes what lay over the page when the key went down; to be called in the capture phase. A dialog that
 * Escape closes is gone before {@link handleKey} sees that same Escape.
 */
export function noteLayers(event: KeyboardEvent): void {
  before = { event, open: layers() };
}

/** Answers a key press; the last registered command that fits wins. */
export function handleKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  const target = event.target instanceof Element ? event.target : null;
  const typing = target?.closest(EDITABLE) != null;
  if ((event.key === "Enter" || event.key === " ") && !event.ctrlKey && target?.closest(PRESSABLE))
    return;
  const open = before?.event === event ? before.open : layers();
  if (open.menu) return;
  const command = now.findLast((one) => fits(one, event, typing, open.dialog));
  if (!command) return;
  event.preventDefault();
  command.run();
}
