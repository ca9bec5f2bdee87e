/** One file of an archive that a test writes; everything but the first two is for broken ones. */
export interface TestZipFile {
  readonly name: string;
  readonly content: string | Uint8Array;
  readonly stored?: boolean;
  /** Value to write in place of the true one. */
  readonly crc32?: number;
  readonly bytes?: number;
  readonly flags?: number;
  readonly method?: number;
  /** Write its sizes in ZIP64 extra fields. */
  readonly wide?: boolean;
}

/** Writes a ZIP archive as APPNOTE has it; shares no code with the reader. */
export async function writeZip(files: readonly TestZipFile[], comment = ""): Promise<Uint8Array> {
  const encoder = new TextEncoder();
  const out: number[] = [];
  const directory: number[] = [];
  for (const file of files) {
    const content = typeof file.content === "string" ? encoder.encode(file.content) : file.content;
    const stored = file.stored ?? false;
    const packed = stored ? content : await deflate(content);
    const name = [...encoder.encode(file.name)];
    const wide = file.wide ?? false;
    const bytes = file.bytes ?? content.length;
    const common = [
      ...u16(wide ? 45 : 20),
      ...u16(file.flags ?? 0),
      ...u16(file.method ?? (stored ? 0 : 8)),
      ...u32(0),
      ...u32(file.crc32 ?? checkSum(content)),
      ...u32(wide ? 0xffffffff : packed.length),
      ...u32(wide ? 0xffffffff : bytes),
      ...u16(name.length),
    ];
    const sizes = [...u64(bytes), ...u64(packed.length)];
    const start = out.length;
    const localExtra = wide ? [...u16(1), ...u16(16), ...sizes] : [];
    out.push(...u32(0x04034b50), ...common, ...u16(localExtra.length), ...name, ...localExtra);
    for (const byte of packed) out.push(byte);
    const extra = wide
      ? [...u16(0x9999), ...u16(2), 1, 2, ...u16(1), ...u16(24), ...sizes, ...u64(start)]
      : [];
    directory.push(
      ...u32(0x02014b50),
      ...u16(45),
      ...common,
      ...u16(extra.length),
      ...u16(0),
      ...u16(0),
      ...u16(0),
      ...u32(0),
      ...u32(wide ? 0xffffffff : start),
      ...name,
      ...extra,
    );
  }
  const start = out.length;
  const anyWide = files.some(({ wide }) => wide);
  for (const byte of directory) out.push(byte);
  if (anyWide) {
    const record = out.length;
    out.push(...u32(0x06064b50), ...u64(44), ...u16(45), ...u16(45), ...u32(0), ...u32(0));
    out.push(...u64(files.length), ...u64(files.length), ...u64(directory.length), ...u64(start));
    out.push(...u32(0x07064b50), ...u32(0), ...u64(record), ...u32(1));
  }
  const count = anyWide ? 0xffff : files.length;
  out.push(...u32(0x06054b50), ...u16(0), ...u16(0), ...u16(count), ...u16(count));
  out.push(...u32(anyWide ? 0xffffffff : directory.length), ...u32(anyWide ? 0xffffffff : start));
  out.push(...u16(comment.length), ...encoder.encode(comment));
  return Uint8Array.from(out);
}

async function deflate(content: Uint8Array): Promise<Uint8Array> {
  const stream = new Blob([content.slice()]).stream().pipeThrough(
    new CompressionStream("deflate-raw"),
  );
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** CRC-32, a bit at a time. */
function checkSum(content: Uint8Array): number {
  let c = 0xffffffff;
  for (const byte of content) {
    c ^= byte;
    for (let k = 0; k < 8; k++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1;
  }
  return (c ^ 0xffffffff) >>> 0;
}

function u16(value: number): number[] {
  return [value & 255, value >>> 8];
}

function u32(value: number): number[] {
  return [...u16(value & 0xffff), ...u16(value >>> 16)];
}

function u64(value: number): number[] {
  return [...u32(value >>> 0), ...u32(Math.floor(value / 2 ** 32))];
}
