import { host } from "../host/current";
import type { Commands } from "./bindings";
import { asApiError } from "./errors";

export type Command = keyof Commands;
export type Input<C extends Command> = Commands[C]["input"];
export type Output<C extends Command> = Commands[C]["output"];

/** Calls that wait for their answer. */
const underWay = new Set<Promise<unknown>>();

/** Runs one command of the core. Rejects with an {@link ApiError}. */
export async function call<C extends Command>(command: C, input: Input<C>): Promise<Output<C>> {
  const answer = host().call(command, input);
  underWay.add(answer);
  try {
    return (await answer) as Output<C>;
  } catch (thrown) {
    throw asApiError(thrown);
  } finally {
    underWay.delete(answer);
  }
}

/** Waits until what was called up to now is answered, at most so many milliseconds. */
export async function answered(most: number): Promise<void> {
  const late = new Promise((resolve) => setTimeout(resolve, most));
  await Promise.race([Promise.allSettled([...underWay]), late]);
}
