import { frameError } from "./errors.ts";

/** Deepest nesting of a JSON frame. */
export const MAX_JSON_DEPTH = 64;
/**
 * Most objects, arrays and strings (keys included) in a JSON frame, each about 64 bytes; twice as
 * many plain numbers. With it the largest answer costs the kernel less than 100 MiB.
 */
export const MAX_JSON_NODES = 1_000_000;

const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Reads the JSON body of a frame from a plugin. Depth and number of values are counted over the
 * bytes first, because a few MiB of `[[],[],…]` would become hundreds of MiB of objects.
 *
 * The value is still a stranger's: it may hold own keys such as `__proto__` or `constructor`, so
 * read it by `Object.hasOwn` or hand it to a validator, never merge it into another object.
 * @param body UTF-8 bytes, at most MAX_CONTROL_BYTES
 * @throws CodedError E_FRAME_JSON
 */
export function parseFrameJson(body: Uint8Array): unknown {
  guardShape(body);
  try {
    return JSON.parse(UTF8.decode(body));
  } catch {
    throw frameError("E_FRAME_JSON", "a body is not UTF-8 JSON");
  }
}

const QUOTE = 0x22, BACKSLASH = 0x5c, COMMA = 0x2c;
const OPEN_LIST = 0x5b, CLOSE_LIST = 0x5d, OPEN_OBJECT = 0x7b, CLOSE_OBJECT = 0x7d;

/** Plain numbers cost about half of what allocates an object of its own. */
function guardShape(body: Uint8Array): void {
  let depth = 0;
  let nodes = 0;
  let commas = 0;
  for (let i = 0; i < body.length; i++) {
    switch (body[i]) {
      case QUOTE:
        nodes++;
        for (i++; i < body.length && body[i] !== QUOTE; i++) if (body[i] === BACKSLASH) i++;
        break;
      case OPEN_LIST:
      case OPEN_OBJECT:
        nodes++;
        if (++depth > MAX_JSON_DEPTH) {
          throw frameError("E_FRAME_JSON", `a body is nested deeper than ${MAX_JSON_DEPTH}`);
        }
        break;
      case CLOSE_LIST:
      case CLOSE_OBJECT:
        depth--;
        break;
      case COMMA:
        commas++;
        break;
    }
  }
  if (nodes + commas / 2 > MAX_JSON_NODES) {
    throw frameError("E_FRAME_JSON", `a body holds more than ${MAX_JSON_NODES} values`);
  }
}
