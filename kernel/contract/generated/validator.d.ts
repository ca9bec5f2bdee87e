import type { Violation } from "../../diagnostics/describe_violations.ts";

/** Validator generated from a schema; after `false`, `errors` says why. */
declare const validate: {
  (value: unknown): boolean;
  errors?: readonly Violation[] | null;
};
export default validate;

/** The schema it was generated from. */
export declare const schema: Readonly<Record<string, unknown>>;
