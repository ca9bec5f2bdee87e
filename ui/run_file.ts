import { type Appdata, runPath } from "../kernel/store/appdata.ts";
import { safePath } from "../kernel/store/safe_path.ts";

/** Files of a run's folder that are shown; everything else there is the kernel's own. */
const SHOWN: Readonly<Record<string, string>> = {
  "report.html": "text/html; charset=utf-8",
  "report.md": "text/plain; charset=utf-8",
  "report.json": "application/json",
  "run.json": "application/json",
};

/** A plugin wrote it: it gets an origin of its own, and no script, whatever it holds. */
const PLUGIN_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/**
 * One file of a run: a report, or an artifact, which is always a download.
 * @param appdata layout
 * @param run_id of a run that exists
 * @param names `[file]` or `["artifacts", plugin, file]`, untrusted
 * @param method GET, or HEAD: then nobody reads the file, and so nobody would close it
 * @throws CodedError E_PATH_UNSAFE for a name that is more than a name
 */
export async function runFile(
  appdata: Appdata,
  run_id: string,
  names: readonly string[],
  method: string,
): Promise<Response> {
  const isArtifact = names.length > 1;
  const type = isArtifact ? "application/octet-stream" : shownType(names[0]!);
  if (type === undefined) return new Response("There is no such file.\n", { status: 404 });
  const path = names.reduce((folder, name) => safePath(folder, name), runPath(appdata, run_id));
  let file: Deno.FsFile;
  try {
    const { isFile } = await Deno.lstat(path);
    if (!isFile) throw new Deno.errors.NotFound();
    file = await Deno.open(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    return new Response("There is no such file.\n", { status: 404 });
  }
  const headers = new Headers({ "content-type": type, "content-security-policy": PLUGIN_POLICY });
  if (isArtifact) headers.set("content-disposition", `attachment; filename="${names.at(-1)}"`);
  if (method !== "HEAD") return new Response(file.readable, { headers });
  file.close();
  return new Response(null, { headers });
}

function shownType(name: string): string | undefined {
  return Object.hasOwn(SHOWN, name) ? SHOWN[name] : undefined;
}
