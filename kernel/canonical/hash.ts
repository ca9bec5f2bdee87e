import { sha256 } from "@noble/hashes/sha2.js";
import { canonicalJson } from "./canonical_json.ts";

const UTF8 = new TextEncoder();

/**
 * SHA-256 of bytes or of a string's UTF-8, as 64 lower-case hex digits. For small inputs: large
 * files are hashed as they stream, by `kernel/store`.
 */
export function sha256Hex(data: string | Uint8Array): string {
  return sha256(typeof data === "string" ? UTF8.encode(data) : data).toHex();
}

/** SHA-256 of a value's canonical JSON: equal values, equal hashes. */
export function hashOf(value: unknown): string {
  return sha256Hex(canonicalJson(value));
}
