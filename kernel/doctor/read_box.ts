import { readTrustFile } from "../registry/trust.ts";
import type { BoxContents } from "./bill_of_materials.ts";
import { generatedFiles } from "./generated_files.ts";
import { type LockedPackage, lockedPackages, packageFolder } from "./locked_packages.ts";

/**
 * Reads what the box holds: deno.lock, the installed packages' own words, generated code,
 * plugins.lock and the runtime.
 * @param project absolute folder of the project
 * @throws CodedError E_LOCK_FILE, E_TRUST_FILE
 */
export async function readBox(project: string): Promise<BoxContents> {
  const packages = lockedPackages(await Deno.readTextFile(`${project}/deno.lock`));
  const licences = new Map<string, string>();
  for (const [key, each] of packages) {
    const licence = await licenceOf(project, each);
    if (licence !== undefined) licences.set(key, licence);
  }
  return {
    packages,
    licences,
    generated: generatedFiles(project),
    plugins: readTrustFile(`${project}/plugins.lock`),
    runtime: {
      deno: Deno.version.deno,
      v8: Deno.version.v8,
      sqlite: await sqliteVersion(),
      target: Deno.build.target,
    },
  };
}

async function licenceOf(project: string, each: LockedPackage): Promise<string | undefined> {
  let text: string;
  try {
    text = await Deno.readTextFile(`${packageFolder(project, each)}/package.json`);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
  const { license } = JSON.parse(text) as { license?: unknown };
  return typeof license === "string" ? license : undefined;
}

/** Version of the SQLite that Deno has inside. */
async function sqliteVersion(): Promise<string> {
  const { DatabaseSync } = await import("node:sqlite");
  const db = new DatabaseSync(":memory:");
  try {
    return String(db.prepare("SELECT sqlite_version() AS version").get()!.version);
  } finally {
    db.close();
  }
}
