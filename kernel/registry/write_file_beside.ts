/**
 * Writes a small file so that a reader sees the old or the new content, never half of it: into a
 * new file beside it, which is then renamed. The folder is made when it is missing.
 * @param path the file
 * @param text its whole new content
 * @param beside name of the file to write first; a fixed one where the grant must name it
 */
export function writeFileBeside(
  path: string,
  text: string,
  beside = `${path}.${crypto.randomUUID()}.tmp`,
): void {
  removeIfThere(beside);
  try {
    Deno.writeTextFileSync(beside, text, { createNew: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    Deno.mkdirSync(path.slice(0, path.lastIndexOf("/")), { recursive: true });
    Deno.writeTextFileSync(beside, text, { createNew: true });
  }
  try {
    Deno.renameSync(beside, path);
  } catch (error) {
    removeIfThere(beside);
    throw error;
  }
}

function removeIfThere(path: string): void {
  try {
    Deno.removeSync(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
