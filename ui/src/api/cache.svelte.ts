/**
 * Queries that stay true: each asks again when the core says that something it depends on changed.
 * An answer that was overtaken by a later question is dropped, never shown.
 */
import { untrack } from "svelte";
import { host } from "../host/current";
import type { Ahead, Changes } from "../host/host";
import type { ChangeKind } from "./bindings";
import { call, type Command, type Input, type Output } from "./client";
import { asApiError, type ApiError } from "./errors";

type Listener = (changes: Changes) => void;

const listeners = new Set<Listener>();

function tell(changes: Changes): void {
  for (const listener of [...listeners]) listener(changes);
}

/** Starts passing the host's changes on; a new day changes the day's list. Returns how to stop. */
export function startListening(): () => void {
  const stops = [
    host().listen(tell),
    host().dayChanged(() => tell({ kinds: ["today", "people"] })),
  ];
  return () => stops.forEach((stop) => stop());
}

/** Hears every change while the component lives. */
export function onChanges(heard: Listener): () => void {
  listeners.add(heard);
  return () => listeners.delete(heard);
}

/** Answers by command and input, for the queries that are made with the first picture. */
const ahead = new Map<string, unknown>();

const keyOf = (command: string, input: unknown) => `${command} ${JSON.stringify(input)}`;

/** Takes answers that were given before they were asked for: the first query that asks just that has its answer. */
export function answerAhead(answers: readonly Ahead[]): void {
  for (const { command, input, answer } of answers) ahead.set(keyOf(command, input), answer);
}

/** Forgets the answers that no query took: they may not hold any longer. */
export function forgetAhead(): void {
  ahead.clear();
}

function takeAhead<T>(command: string, input: unknown): T | undefined {
  if (ahead.size === 0 || input === null) return undefined;
  const key = keyOf(command, input);
  const answer = ahead.get(key) as T | undefined;
  ahead.delete(key);
  return answer;
}

export interface Query<T, I = unknown> {
  /** The latest answer; the one before stays until the next is there. */
  readonly data: T | undefined;
  /** What `data` answers to; something else may be asked by now. */
  readonly answers: I | undefined;
  readonly error: ApiError | undefined;
  /** True until the first answer or error. */
  readonly loading: boolean;
  /** Asks again now. Settles when the answer is shown. */
  refresh(): Promise<void>;
}

export interface QueryOptions {
  /** Kinds of change to ask again on. Left out: every change. */
  on?: readonly ChangeKind[];
}

/**
 * A resource for a component's life. `input` is read reactively: when it changes, the query asks again;
 * when it returns null, the query waits, and has no answer: one to an older question would be shown for the next.
 */
export function query<C extends Command>(
  command: C,
  input: () => Input<C> | null,
  options: QueryOptions = {},
): Query<Output<C>, Input<C>> {
  const given = takeAhead<Output<C>>(command, untrack(input));
  let data = $state.raw(given);
  let answers = $state.raw<Input<C> | undefined>(
    given === undefined ? undefined : (untrack(input) ?? undefined),
  );
  let error = $state.raw<ApiError>();
  let loading = $state(given === undefined);
  let isGiven = given !== undefined;
  let asked = 0;
  let running = 0;
  let again = false;

  async function ask(wanted: Input<C>): Promise<void> {
    const turn = ++asked;
    running += 1;
    again = false;
    try {
      const answer = await call(command, wanted);
      if (turn === asked) [data, answers, error, loading] = [answer, wanted, undefined, false];
    } catch (thrown) {
      if (turn === asked) [error, loading] = [asApiError(thrown), false];
    } finally {
      running -= 1;
    }
    if (again && running === 0) await refresh();
  }

  async function refresh(): Promise<void> {
    const wanted = input();
    if (wanted !== null) await ask(wanted);
  }

  // Before anything is drawn, so that the answer is on its way meanwhile.
  $effect.pre(() => {
    const wanted = input();
    if (wanted === null) {
      asked += 1;
      [data, answers, error, loading] = [undefined, undefined, undefined, true];
    } else if (isGiven) isGiven = false;
    else void ask(wanted);
  });

  $effect(() =>
    onChanges((changes) => {
      if (options.on && !options.on.some((kind) => changes.kinds.includes(kind))) return;
      // A burst, as of an import, asks once now and once after.
      if (running > 0) again = true;
      else void refresh();
    }),
  );

  return {
    get data() {
      return data;
    },
    get answers() {
      return answers;
    },
    get error() {
      return error;
    },
    get loading() {
      return loading;
    },
    refresh,
  };
}
