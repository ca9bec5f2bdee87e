import { INSIDE } from "./inside.ts";
import { stageFile, stageName } from "./errors.ts";
import type { Walls } from "./standing_walls.ts";

/** One thing a step may read: a file or a folder of files, and what the plugin calls it. */
export interface InputSource {
  /** One path segment, such as `0.pack` or `artifacts`. */
  readonly name: string;
  /** Absolute path. */
  readonly source: string;
}

/** A step's input folder, ready for one process. */
export interface StagedInput {
  /** The folder as the plugin's process sees it. */
  readonly root: string;
  /** Mounts that make up that folder; empty when it is a real one. */
  readonly mounts: readonly { readonly source: string; readonly inside: string }[];
  /** Bytes granted to the plugin. */
  readonly bytes: number;
  /** An empty file for Deno's permission log, outside of everything the plugin may read. */
  readonly ledger_path: string;
  /** Removes what was made. Call it when the process has ended, however it ended. */
  release(): Promise<void>;
}

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;
/** Deepest folder that is handed on. */
const MAX_DEPTH = 16;

/**
 * Makes a step's input folder. With bubblewrap the sources are mounted read-only where they lie;
 * without it they are copied, for this process alone, because Deno's read permission lets its
 * holder change a file's mode and times. A hard link would share those.
 * @param inputs what the step may read; the names are those of the request
 * @param stage_dir an existing folder of this step's own, absolute
 * @param walls decides between mounts and copies
 * @throws CodedError E_STAGE_NAME, E_STAGE_FILE
 */
export async function stageInput(
  inputs: readonly InputSource[],
  stage_dir: string,
  walls: Pick<Walls, "bubblewrap">,
): Promise<StagedInput> {
  const names = new Set<string>();
  let bytes = 0;
  for (const { name, source } of inputs) {
    if (!NAME.test(name) || names.has(name.toLowerCase())) throw stageName(name);
    names.add(name.toLowerCase());
    bytes += await measure(name, source, 0);
  }
  const ledger_path = `${stage_dir}/permissions.jsonl`;
  await Deno.writeFile(ledger_path, new Uint8Array(0), { mode: 0o600 });
  if (walls.bubblewrap !== null) {
    const mounts = inputs.map(({ name, source }) => ({
      source,
      inside: `${INSIDE.input}/${name}`,
    }));
    const release = () => Deno.remove(ledger_path);
    return { root: INSIDE.input, mounts, bytes, ledger_path, release };
  }
  const root = `${stage_dir}/input`;
  const release = async () => {
    await Deno.remove(ledger_path);
    await takeBack(root);
    await Deno.remove(root, { recursive: true });
  };
  await Deno.mkdir(root, { mode: 0o700 });
  try {
    for (const { name, source } of inputs) await copy(source, `${root}/${name}`);
  } catch (error) {
    await release();
    throw error;
  }
  return { root, mounts: [], bytes, ledger_path, release };
}

/** A plugin may have taken all modes from its folders; nobody but root could then remove them. */
async function takeBack(folder: string): Promise<void> {
  await Deno.chmod(folder, 0o700);
  for await (const entry of Deno.readDir(folder)) {
    if (entry.isDirectory) await takeBack(`${folder}/${entry.name}`);
  }
}

/** Size of a source, all of it regular files. */
async function measure(name: string, path: string, depth: number): Promise<number> {
  if (depth > MAX_DEPTH) throw stageFile(name, `it is nested deeper than ${MAX_DEPTH} folders`);
  const about = await look(name, path);
  if (about.isFile) return about.size;
  if (!about.isDirectory) {
    throw stageFile(name, about.isSymlink ? "it is a link" : "it is neither a file nor a folder");
  }
  let bytes = 0;
  for await (const entry of Deno.readDir(path)) {
    bytes += await measure(`${name}/${entry.name}`, `${path}/${entry.name}`, depth + 1);
  }
  return bytes;
}

async function look(name: string, path: string): Promise<Deno.FileInfo> {
  try {
    return await Deno.lstat(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) throw stageFile(name, "it does not exist");
    throw stageFile(name, "it cannot be read");
  }
}

async function copy(source: string, target: string): Promise<void> {
  const about = await Deno.lstat(source);
  if (about.isFile) return await Deno.copyFile(source, target);
  if (!about.isDirectory) throw stageFile(target, "it changed while it was copied");
  await Deno.mkdir(target, { mode: 0o700 });
  for await (const entry of Deno.readDir(source)) {
    await copy(`${source}/${entry.name}`, `${target}/${entry.name}`);
  }
}
