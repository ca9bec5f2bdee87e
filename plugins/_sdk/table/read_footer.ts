import { PACK_TRAILER_BYTES, type PackFooter } from "../../../kernel/contract/dataset.ts";
import { parsePackFooter, parsePackTrailer } from "../../../kernel/contract/pack_footer.ts";
import { inputTruncated } from "../errors.ts";
import type { InputFile } from "../input_file.ts";

/**
 * Reads the footer of a pack by seeking: the trailer first, then the footer it points at.
 * @param file the pack
 * @throws CodedError E_PACK_TRAILER, E_PACK_FOOTER, E_PACK_VERSION, E_INPUT_TRUNCATED
 */
export function readFooter(file: InputFile): PackFooter {
  const end = file.size - PACK_TRAILER_BYTES;
  const length = parsePackTrailer(read(file, end, PACK_TRAILER_BYTES));
  return parsePackFooter(read(file, end - length, length), file.size);
}

function read(file: InputFile, position: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  const got = position < 0 ? 0 : file.readSync(bytes, position);
  if (got !== length) throw inputTruncated("the pack's footer", length, got);
  return bytes;
}
