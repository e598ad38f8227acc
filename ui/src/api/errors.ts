/** What went wrong, as the core says it: `message` is a sentence for the person, `detail` the cause chain. */
import * as m from "../lib/messages";
import { say, sayPlain, type Said } from "../lib/said";
export class ApiError extends Error {
  readonly code: string;
  readonly field: string | undefined;
  readonly hint: string | undefined;
  readonly detail: string;

  constructor(parts: {
    code: string;
    message: string;
    field?: string;
    hint?: string;
    detail?: string;
  }) {
    super(parts.message);
    this.name = "ApiError";
    this.code = parts.code;
    this.field = parts.field;
    this.hint = parts.hint;
    this.detail = parts.detail ?? "";
  }
}

/** A sentence of the core with its pattern, where it came with one; else the sentence itself. */
function sentence(said: unknown, plain: unknown): string | undefined {
  const whole = text(plain);
  if (typeof said === "object" && said !== null && "pattern" in said) return say(said as Said);
  return whole === undefined ? undefined : sayPlain(whole);
}

const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : undefined);

/** Makes an ApiError of whatever was thrown. */
export function asApiError(thrown: unknown): ApiError {
  if (thrown instanceof ApiError) return thrown;
  if (typeof thrown === "object" && thrown !== null && "message" in thrown) {
    const parts = thrown as Record<string, unknown>;
    return new ApiError({
      code: text(parts.code) ?? "unexpected",
      message: sentence(parts.said, parts.message) ?? m.error_unexpected(),
      field: text(parts.field),
      hint: sentence(parts.said_hint, parts.hint),
      detail: text(parts.detail),
    });
  }
  return new ApiError({
    code: "unexpected",
    message: m.error_unexpected(),
    detail: String(thrown),
  });
}
