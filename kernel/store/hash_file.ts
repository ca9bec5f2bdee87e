import { storeIo } from "./errors.ts";

const SLICE_BYTES = 1024 * 1024;
/** Slices between pauses, so that signals get their turn. */
const SLICES_PER_TURN = 16;

/**
 * SHA-256 of a file's bytes.
 * @param path absolute
 * @returns 64 hex digits, or undefined when there is no such file
 * @throws CodedError E_STORE_*
 */
export async function hashFile(path: string): Promise<string | undefined> {
  const { createHash } = await import("node:crypto");
  const hash = createHash("sha256");
  const slice = new Uint8Array(SLICE_BYTES);
  let file: Deno.FsFile;
  try {
    file = Deno.openSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw storeIo("read a file", path, error);
  }
  try {
    for (let n = 1;; n++) {
      const got = file.readSync(slice);
      if (got === null) return hash.digest("hex");
      hash.update(slice.subarray(0, got));
      if (n % SLICES_PER_TURN === 0) await new Promise((resolve) => setTimeout(resolve, 0));
    }
  } catch (error) {
    throw storeIo("read a file", path, error);
  } finally {
    file.close();
  }
}
