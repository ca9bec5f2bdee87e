/**
 * Writes a small file so that a reader sees the old or the new content, never half of it: into a
 * new file beside it, which is then renamed. Folders are made as needed.
 * @param path the file
 * @param text its whole new content
 */
export function writeFileBeside(path: string, text: string): void {
  const folder = path.slice(0, path.lastIndexOf("/"));
  if (folder !== "") Deno.mkdirSync(folder, { recursive: true });
  const beside = `${path}.${crypto.randomUUID()}.tmp`;
  try {
    Deno.writeTextFileSync(beside, text, { createNew: true });
    Deno.renameSync(beside, path);
  } catch (error) {
    try {
      Deno.removeSync(beside);
    } catch {
      // It was never made.
    }
    throw error;
  }
}
