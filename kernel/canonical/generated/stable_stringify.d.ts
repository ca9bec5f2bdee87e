/** Writes plain data as JSON with keys sorted by UTF-16 code units; `toJSON` methods are called. */
export default function stringify(value: unknown): string;
