import { PACK_TRAILER_BYTES } from "../contract/dataset.ts";
import { parsePackTrailer } from "../contract/pack_footer.ts";
import { sha256Hex } from "../canonical/hash.ts";
import { ensureFolder, packPath } from "./appdata.ts";
import { datasetCollision } from "./dataset_errors.ts";
import { storeIo } from "./errors.ts";
import { syncFolder } from "./write_beside.ts";

/**
 * Gives a finished pack its name. A file that is already there with the same footer is replaced
 * by the same bytes, which mends it should it be damaged; one with another footer shows that
 * somebody looked for two datasets with the same version id, and stays.
 * @param beside the finished file, synced
 * @param datasets folder that keeps packs
 * @param version_id its name there
 * @param sha256 hash of its footer
 * @returns path of the kept pack
 * @throws CodedError E_DATASET_COLLISION, E_STORE_*
 */
export function keepPack(
  beside: string,
  datasets: string,
  version_id: string,
  sha256: string,
): string {
  ensureFolder(datasets);
  const path = packPath({ datasets }, version_id);
  const kept = footerHash(path);
  if (kept !== null && kept !== sha256) throw datasetCollision(version_id);
  try {
    Deno.renameSync(beside, path);
  } catch (error) {
    throw storeIo("keep a dataset", path, error);
  }
  syncFolder(datasets);
  return path;
}

/** Hash of a pack's footer; null when there is no file, or none with a whole end. */
function footerHash(path: string): string | null {
  let file: Deno.FsFile;
  try {
    file = Deno.openSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw storeIo("read a dataset", path, error);
  }
  try {
    file.seekSync(-PACK_TRAILER_BYTES, Deno.SeekMode.End);
    const length = parsePackTrailer(readExactly(file, PACK_TRAILER_BYTES));
    file.seekSync(-PACK_TRAILER_BYTES - length, Deno.SeekMode.End);
    return sha256Hex(readExactly(file, length));
  } catch {
    return null;
  } finally {
    file.close();
  }
}

function readExactly(file: Deno.FsFile, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let got = 0; got < length;) {
    const n = file.readSync(bytes.subarray(got));
    if (n === null) throw new Deno.errors.UnexpectedEof();
    got += n;
  }
  return bytes;
}
