import type { ProblemCollector } from "./manifest_problem.ts";

/** One regular file of a plugin's folder. */
export interface PluginFile {
  /** Relative to the folder, POSIX separators. */
  readonly path: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** What a plugin's folder may hold. */
export const FOLDER_LIMITS = {
  files: 500,
  file_bytes: 2 * 1024 * 1024,
  total_bytes: 8 * 1024 * 1024,
  depth: 8,
} as const;

const SAFE_NAME = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}$/;

/**
 * Reads all of a plugin's folder, so that what is checked, hashed and bundled are the same bytes.
 * Names that begin with a dot are left out (and cannot be imported). Symbolic links, special files,
 * names that are unsafe to print and anything over {@link FOLDER_LIMITS} become problems.
 * @param folder path of the plugin's folder
 * @param collector takes the problems (`E_PLUGIN_FILE`)
 * @returns files sorted by path
 */
export function readPluginFolder(folder: string, collector: ProblemCollector): PluginFile[] {
  const files: PluginFile[] = [];
  let total = 0;
  function visit(inside: string, depth: number): void {
    const entries = [...Deno.readDirSync(inside === "" ? folder : `${folder}/${inside}`)]
      .filter((entry) => !entry.name.startsWith("."))
      .sort((a, b) => a.name < b.name ? -1 : 1);
    for (const entry of entries) {
      const path = inside === "" ? entry.name : `${inside}/${entry.name}`;
      if (!SAFE_NAME.test(entry.name)) {
        collector.add(
          "E_PLUGIN_FILE",
          path,
          "the name has characters other than letters, digits, _ - and .",
          "rename it",
        );
      } else if (entry.isSymlink) {
        collector.add(
          "E_PLUGIN_FILE",
          path,
          "is a symbolic link, so its content could change behind the plugin's back",
          "put a copy of the file in its place",
        );
      } else if (entry.isDirectory) {
        if (depth === FOLDER_LIMITS.depth) {
          collector.add("E_PLUGIN_FILE", path, `is deeper than ${FOLDER_LIMITS.depth} folders`);
        } else visit(path, depth + 1);
      } else if (files.length === FOLDER_LIMITS.files) {
        collector.add("E_PLUGIN_FILE", "", `holds more than ${FOLDER_LIMITS.files} files`);
        return;
      } else {
        const about = Deno.lstatSync(`${folder}/${path}`);
        total += about.size;
        if (!about.isFile) {
          collector.add("E_PLUGIN_FILE", path, "is neither a file nor a folder", "remove it");
        } else if (about.size > FOLDER_LIMITS.file_bytes || total > FOLDER_LIMITS.total_bytes) {
          collector.add(
            "E_PLUGIN_FILE",
            path,
            `is too large: a plugin's file may have ${FOLDER_LIMITS.file_bytes} bytes, its folder ${FOLDER_LIMITS.total_bytes}`,
          );
        } else {
          const bytes = readLooked(`${folder}/${path}`, about);
          if (bytes !== null) files.push({ path, bytes });
          else collector.add("E_PLUGIN_FILE", path, "changed while it was read", "try again");
        }
      }
    }
  }
  visit("", 1);
  return files;
}

/** The bytes of the very file that was looked at; null when another one has taken its place. */
function readLooked(path: string, about: Deno.FileInfo): Uint8Array<ArrayBuffer> | null {
  const file = Deno.openSync(path);
  try {
    const { ino, dev, size, isFile } = file.statSync();
    if (!isFile || ino !== about.ino || dev !== about.dev || size !== about.size) return null;
    const bytes = new Uint8Array(size);
    for (let at = 0; at < size;) {
      const read = file.readSync(bytes.subarray(at));
      if (read === null) return null;
      at += read;
    }
    return bytes;
  } finally {
    file.close();
  }
}
