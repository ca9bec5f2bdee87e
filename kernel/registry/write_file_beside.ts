/**
 * Writes a small file so that a reader sees the old or the new content, never half of it: into a
 * new file beside it, which is then renamed. Its folder is made when it is missing.
 * @param path the file
 * @param text its whole new content
 * @param beside the new file's first name; one that nobody else has when absent
 */
export function writeFileBeside(
  path: string,
  text: string,
  beside = `${path}.${crypto.randomUUID()}.tmp`,
): void {
  try {
    try {
      Deno.writeTextFileSync(beside, text);
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
      Deno.mkdirSync(path.slice(0, path.lastIndexOf("/")), { recursive: true });
      Deno.writeTextFileSync(beside, text);
    }
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
