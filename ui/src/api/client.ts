import { host } from "../host/current";
import type { Commands } from "./bindings";
import { asApiError } from "./errors";

export type Command = keyof Commands;
export type Input<C extends Command> = Commands[C]["input"];
export type Output<C extends Command> = Commands[C]["output"];

/** Runs one command of the core. Rejects with an {@link ApiError}. */
export async function call<C extends Command>(command: C, input: Input<C>): Promise<Output<C>> {
  try {
    return (await host().call(command, input)) as Output<C>;
  } catch (thrown) {
    throw asApiError(thrown);
  }
}
