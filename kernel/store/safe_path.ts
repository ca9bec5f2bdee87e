import { pathUnsafe } from "./errors.ts";

/** Names that Windows gives to devices, whatever their extension. */
const WINDOWS_DEVICE = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)/i;
const MAX_NAME_BYTES = 255;

/**
 * The one way from an untrusted name to a path: a single segment inside a folder, or a refusal.
 * @param folder trusted path without a trailing separator
 * @param name untrusted
 * @throws CodedError E_PATH_UNSAFE
 */
export function safePath(folder: string, name: string): string {
  const problem = nameProblem(name);
  if (problem !== undefined) throw pathUnsafe(name, problem);
  return `${folder}/${name}`;
}

/**
 * Why a name cannot be one path segment on every system, or undefined when it can.
 * @param name untrusted
 */
export function nameProblem(name: string): string | undefined {
  if (name === "") return "it is empty";
  if (!name.isWellFormed()) return "it has a lone surrogate";
  // Format characters turn names around on a screen; a comma in a granted path is a second grant.
  if (/[\p{Cc}\p{Cf}\u2028\u2029]/u.test(name)) return "it has control characters";
  const odd = /[/\\:,*?"<>|]/.exec(name);
  if (odd !== null) return `it has the character ${odd[0]}`;
  if (/^\.+$/.test(name)) return "it is only dots";
  if (/[. ]$/.test(name) || name.startsWith(" ")) {
    return "it ends in a dot or has a space at an end";
  }
  if (WINDOWS_DEVICE.test(name)) return "it is the name of a device on Windows";
  if (new TextEncoder().encode(name).byteLength > MAX_NAME_BYTES) {
    return `it is longer than ${MAX_NAME_BYTES} bytes`;
  }
  return undefined;
}

/**
 * A name under which a file of any name can be kept: ASCII letters, digits, `_`, `-` and dots,
 * at most 100 characters, the extension kept where it is short.
 * @param name untrusted, even empty
 */
export function storedName(name: string): string {
  const plain = name.normalize("NFKD").replace(/\p{M}/gu, "")
    .replace(/[^A-Za-z0-9._-]+/g, "_").replace(/^[._-]+|[._-]+$/g, "");
  const extension = /\.[A-Za-z0-9]{1,10}$/.exec(plain)?.[0] ?? "";
  const stem = plain.slice(0, plain.length - extension.length).slice(0, 100 - extension.length);
  const short = `${stem}${extension}` || "upload";
  return nameProblem(short) === undefined ? short : `_${short}`;
}
