import {
  BUFFER_NAMES,
  type BufferName,
  type DatasetSchema,
} from "../../../kernel/contract/dataset.ts";
import {
  type ArtifactFrame,
  COLUMN_CHUNK_HEADER_BYTES,
  FRAME_KIND,
  type LogFrame,
  type ProgressFrame,
} from "../../../kernel/contract/frame.ts";
import type { Limits, PluginType } from "../../../kernel/contract/manifest.ts";
import {
  type CatalogueEntry,
  type DatasetInput,
  PROTOCOL_VERSION,
  type StepInput,
  type Upstream,
} from "../../../kernel/contract/request.ts";
import type { PluginResult, Role, StoredResult } from "../../../kernel/contract/result.ts";
import type { PluginModule } from "../define_plugin.ts";
import { Table } from "../table/table.ts";
import { buildPack, type TestColumns } from "./build_pack.ts";
import { MemoryFile } from "./memory_file.ts";
import { type ColumnBuffers, packOf } from "./pack_of.ts";

/** What a step in a test is made of; everything has a default. */
export interface TestStep {
  /** `analysis` when absent. */
  readonly type?: PluginType;
  /** All settings the plugin reads: there are no manifest defaults here. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** The datasets, first one first. */
  readonly tables?: readonly TestColumns[];
  /** Short for one dataset. */
  readonly table?: TestColumns;
  /** Packs instead of columns: bytes as `buildPack` makes them. */
  readonly packs?: readonly Uint8Array[];
  /** Roles by column name, as a profile would report them. */
  readonly roles?: Readonly<Record<string, Role>>;
  readonly upstream?: Upstream;
  readonly catalogue?: readonly CatalogueEntry[];
  /** Files of the input folder by path; an ingest step's upload is `upload`. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  /** The upload's name. */
  readonly filename?: string;
  /** 64 hex digits. */
  readonly seed?: string;
  readonly limits?: Partial<Limits>;
}

/** An artifact as it came through the channel. */
export interface TestArtifact extends ArtifactFrame {
  readonly content: Uint8Array;
  /** The content as UTF-8. */
  text(): string;
}

/** All that a step sent. */
export interface TestOutcome {
  readonly result: PluginResult;
  /** The result frame's body: canonical JSON. */
  readonly result_json: string;
  readonly artifacts: ReadonlyMap<string, TestArtifact>;
  readonly logs: readonly LogFrame[];
  readonly progress: readonly ProgressFrame[];
  readonly schema: DatasetSchema | null;
  /** The dataset that an ingest or transform plugin made. */
  readonly table: Table | null;
}

const LIMITS: Limits = {
  memory_mb: 512,
  wall_ms: 60_000,
  cpu_ms: 60_000,
  output_mb: 64,
  artifacts_mb: 64,
};

/**
 * Runs a plugin on data in memory, without a process and without walls, and collects its frames.
 * Rejects with what the plugin threw.
 * @param plugin the default export of its plugin.ts
 * @param step the step's input
 */
export async function runPlugin(plugin: PluginModule, step: TestStep = {}): Promise<TestOutcome> {
  const packs = step.packs ?? (step.tables ?? (step.table ? [step.table] : [])).map(buildPack);
  const files = new Map<string, string | Uint8Array>(Object.entries(step.files ?? {}));
  packs.forEach((pack, i) => files.set(`${i}.pack`, pack));
  const type = step.type ?? "analysis";
  const datasets = packs.map((_, i): DatasetInput => ({
    version_id: String(i).padStart(16, "0"),
    sha256: String(i).padStart(64, "0"),
    path: `${i}.pack`,
  }));
  const recorder = new FrameRecorder();
  await plugin.execute(
    {
      protocol: PROTOCOL_VERSION,
      step_key: "0".repeat(64),
      seed: step.seed ?? "0123456789abcdef".repeat(4),
      plugin: { id: "tested", version: "1.0.0", type },
      settings: step.settings ?? {},
      input: inputOf(type, step, datasets),
      limits: { ...LIMITS, ...step.limits },
    },
    recorder,
    (path) => {
      const content = files.get(path);
      if (content === undefined) throw new Deno.errors.NotFound(`no file ${path} in this test`);
      return new MemoryFile(content);
    },
  );
  return recorder.outcome();
}

function inputOf(type: PluginType, step: TestStep, datasets: readonly DatasetInput[]): StepInput {
  const upstream = { ...profileOf(step.roles), ...step.upstream };
  switch (type) {
    case "ingest":
      return { type, file: "upload", filename: step.filename ?? "upload.csv" };
    case "profile":
      return { type, datasets };
    case "planner":
      return { type, datasets, upstream, catalogue: step.catalogue ?? [] };
    case "report":
    case "llm":
      return { type, report: "report.json", artifacts: "artifacts" };
    default:
      return { type, datasets, upstream };
  }
}

/** Upstream results in which a profile gives these roles. */
export function profileOf(roles: TestStep["roles"]): Upstream {
  if (roles === undefined) return {};
  const columns = Object.entries(roles).map(([name, role]) => ({ name, role, tags: [] }));
  const result: StoredResult = {
    status: "ok",
    summary: "",
    metrics: {},
    findings: [],
    artifacts: [],
    columns,
  };
  return { profile_basic: result };
}

/** Takes frames as the kernel would, and remembers them. */
class FrameRecorder {
  readonly #logs: LogFrame[] = [];
  readonly #progress: ProgressFrame[] = [];
  readonly #artifacts: { about: ArtifactFrame; chunks: Uint8Array[] }[] = [];
  #schema: DatasetSchema | null = null;
  #buffers: Partial<Record<BufferName, Uint8Array[]>>[] = [];
  #result: string | undefined;

  send(kind: number, body: Uint8Array): void {
    if (this.#result !== undefined) throw new Error("a frame came after the result");
    const text = () => new TextDecoder().decode(body);
    if (kind === FRAME_KIND.log) this.#logs.push(JSON.parse(text()));
    else if (kind === FRAME_KIND.progress) this.#progress.push(JSON.parse(text()));
    else if (kind === FRAME_KIND.artifact) {
      this.#artifacts.push({ about: JSON.parse(text()), chunks: [] });
    } else if (kind === FRAME_KIND.artifact_chunk) {
      this.#artifacts.at(-1)!.chunks.push(body.slice());
    } else if (kind === FRAME_KIND.schema) {
      this.#schema = JSON.parse(text());
      this.#buffers = this.#schema!.columns.map(() => ({}));
    } else if (kind === FRAME_KIND.column_chunk) this.#columnChunk(body);
    else if (kind === FRAME_KIND.result) this.#result = text();
    else throw new Error(`a plugin may not send frames of kind ${kind}`);
  }

  outcome(): TestOutcome {
    if (this.#result === undefined) throw new Error("the plugin sent no result");
    const artifacts = this.#artifacts.map(({ about, chunks }): [string, TestArtifact] => {
      const content = join(chunks);
      if (content.byteLength !== about.bytes) throw new Error(`${about.name} is not as announced`);
      return [about.name, { ...about, content, text: () => new TextDecoder().decode(content) }];
    });
    return {
      result: JSON.parse(this.#result),
      result_json: this.#result,
      artifacts: new Map(artifacts),
      logs: this.#logs,
      progress: this.#progress,
      schema: this.#schema,
      table: this.#table(),
    };
  }

  #columnChunk(body: Uint8Array): void {
    const header = new DataView(body.buffer, body.byteOffset, COLUMN_CHUNK_HEADER_BYTES);
    const buffers = this.#buffers[header.getUint32(0, true)]!;
    const name = BUFFER_NAMES[header.getUint32(4, true)]!;
    const pieces = buffers[name] ??= [];
    const sent = pieces.reduce((sum, piece) => sum + piece.byteLength, 0);
    if (Number(header.getBigUint64(8, true)) !== sent) throw new Error(`a gap in ${name}`);
    pieces.push(body.slice(COLUMN_CHUNK_HEADER_BYTES));
  }

  #table(): Table | null {
    if (this.#schema === null) return null;
    const buffers = this.#schema.columns.map((column, i): ColumnBuffers =>
      Object.fromEntries(
        Object.keys(column.buffers).map((name) => [
          name,
          join(this.#buffers[i]![name as BufferName] ?? []),
        ]),
      )
    );
    return new Table(new MemoryFile(packOf(this.#schema, buffers)), "0123456789abcdef");
  }
}

function join(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.byteLength, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.byteLength;
  }
  return whole;
}
