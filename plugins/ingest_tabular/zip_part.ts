import type { ByteSource } from "./byte_source.ts";
import { inflateError, zipError } from "./xlsx_errors.ts";
import type { ZipEntry } from "./zip_archive.ts";

const READ_BYTES = 16 * 1024;
/** A part may be this large however small it is in the archive. */
const FREE_BYTES = 64 * 1024 * 1024;
/** Beyond that, what one compressed byte may become; sheets of real data stay below 100. */
const MOST_RATIO = 400;
const MOST_BYTES = 8 * 1024 ** 3;

/** The inflated bytes of one file in a ZIP archive, in order, never all of them in memory. */
export class ZipPart {
  readonly #entry: ZipEntry;
  readonly #check: boolean;
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  #piece: Uint8Array = new Uint8Array(0);
  #at = 0;
  #total = 0;
  #crc = 0xffffffff;

  /**
   * @param check compare the check sum at the end; once is enough
   * @throws CodedError E_XLSX_ZIP when it is compressed in another way, E_XLSX_TOO_LARGE when it
   *   says of itself that it is too large
   */
  constructor(source: ByteSource, entry: ZipEntry, check: boolean) {
    this.#entry = entry;
    this.#check = check;
    if (entry.method !== 0 && entry.method !== 8) {
      throw zipError(`a file in it is compressed by method ${entry.method}`);
    }
    this.#bound(entry.bytes);
    const raw = rawBytes(source, entry);
    const stream = entry.method === 0
      ? raw
      : raw.pipeThrough(new DecompressionStream("deflate-raw"));
    this.#reader = stream.getReader();
  }

  /**
   * Fills `target[at, to)`.
   * @returns how many bytes were written; 0 only at the end
   * @throws CodedError E_XLSX_ZIP when it is damaged, E_XLSX_TOO_LARGE
   */
  async read(target: Uint8Array, at: number, to: number): Promise<number> {
    let end = at;
    while (end < to) {
      if (this.#at === this.#piece.length) {
        if (!await this.#next()) break;
        continue;
      }
      const length = Math.min(to - end, this.#piece.length - this.#at);
      target.set(this.#piece.subarray(this.#at, this.#at + length), end);
      this.#at += length;
      end += length;
    }
    return end - at;
  }

  /** Lets go of the part before its end. */
  async close(): Promise<void> {
    await this.#reader.cancel().catch(() => {});
  }

  async #next(): Promise<boolean> {
    let result: ReadableStreamReadResult<Uint8Array>;
    try {
      result = await this.#reader.read();
    } catch {
      throw zipError("a file in it is damaged");
    }
    if (result.done) {
      const isWhole = this.#total === this.#entry.bytes;
      const isSame = !this.#check || (this.#crc ^ 0xffffffff) >>> 0 === this.#entry.crc32;
      if (!isWhole || !isSame) {
        throw zipError("a file in it does not match its check sum");
      }
      return false;
    }
    this.#piece = result.value;
    this.#at = 0;
    this.#total += result.value.length;
    this.#bound(this.#total);
    if (this.#check) this.#crc = crc32(this.#crc, result.value);
    return true;
  }

  #bound(bytes: number): void {
    const { name, compressed_bytes } = this.#entry;
    if (bytes > MOST_BYTES) throw inflateError(name, "it inflates to more than 8 GiB");
    if (bytes > FREE_BYTES && bytes > MOST_RATIO * compressed_bytes) {
      throw inflateError(name, `it inflates to more than ${MOST_RATIO} times its size`);
    }
  }
}

function rawBytes(source: ByteSource, entry: ZipEntry): ReadableStream<BufferSource & Uint8Array> {
  let position = entry.start;
  const end = entry.start + entry.compressed_bytes;
  return new ReadableStream<BufferSource & Uint8Array>({
    pull(controller) {
      const buffer = new Uint8Array(Math.min(READ_BYTES, end - position));
      const read = buffer.length === 0 ? 0 : source.readSync(buffer, position);
      if (read === 0) return controller.close();
      position += read;
      controller.enqueue(buffer.subarray(0, read));
    },
  }, { highWaterMark: 0 });
}

/** Tables for four bytes at a time. */
const CRC_TABLES = Array.from({ length: 4 }, () => new Int32Array(256));
for (let n = 0; n < 256; n++) {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1;
  CRC_TABLES[0]![n] = c;
}
for (let n = 0; n < 256; n++) {
  for (let t = 1; t < 4; t++) {
    const before = CRC_TABLES[t - 1]![n]!;
    CRC_TABLES[t]![n] = (before >>> 8) ^ CRC_TABLES[0]![before & 255]!;
  }
}

/** CRC-32 (ISO 3309) carried on over more bytes; starts at all ones, is inverted at the end. */
function crc32(crc: number, bytes: Uint8Array): number {
  const [t0, t1, t2, t3] = CRC_TABLES as [Int32Array, Int32Array, Int32Array, Int32Array];
  let c = crc;
  let p = 0;
  for (; p + 4 <= bytes.length; p += 4) {
    c ^= bytes[p]! | (bytes[p + 1]! << 8) | (bytes[p + 2]! << 16) | (bytes[p + 3]! << 24);
    c = t3[c & 255]! ^ t2[(c >>> 8) & 255]! ^ t1[(c >>> 16) & 255]! ^ t0[c >>> 24]!;
  }
  for (; p < bytes.length; p++) c = (c >>> 8) ^ t0[(c ^ bytes[p]!) & 255]!;
  return c;
}
