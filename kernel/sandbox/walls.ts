import { CodedError } from "../contract/coded_error.ts";
import { bubblewrapArgs, limitArgs } from "./command_line.ts";
import { wallsMissing } from "./errors.ts";
import { readHardLimits } from "./hard_limits.ts";
import { closeInheritedDescriptors } from "./inherited_descriptors.ts";
import type { Bubblewrap, MissingWall, Walls, WallsMode, WallTool } from "./standing_walls.ts";
import { PROGRAM_FOLDERS, WALL_TOOLS } from "./wall_programs.ts";

const LOADERS = [
  "/lib64/ld-linux-x86-64.so.2",
  "/lib/ld-linux-aarch64.so.1",
] as const;
const HOW = "apt-get install bubblewrap util-linux (or your system's equivalent)";
const HOW_ELSEWHERE = "only Linux has it: use a Linux machine (on Windows: WSL 2) for both walls";

/**
 * Finds out which walls this machine can build, by building them once (about 50 ms), and closes
 * what this process would hand on through them: its inherited descriptors.
 * @param mode `auto` takes what there is, `strict` demands both walls, `flags` leaves bubblewrap out
 * @param os this system; another one in tests only
 * @throws CodedError E_WALLS_MISSING in mode `strict`
 */
export async function detectWalls(mode: WallsMode, os: string = Deno.build.os): Promise<Walls> {
  const missing: MissingWall[] = [];
  const [limiter, setpriv, cat, bubblewrap] = await Promise.all([
    findTool("prlimit", os, missing),
    findTool("setpriv", os, missing),
    findTool("cat", os, missing),
    mode === "flags" ? null : findTool("bwrap", os, missing),
  ]);
  const prlimit = limiter === null
    ? null
    : { ...limiter, hard: await readHardLimits(limiter.path) };
  const deno = { path: Deno.execPath(), version: Deno.version.deno };
  const base: Walls = {
    mode,
    deno,
    prlimit,
    setpriv,
    bubblewrap: null,
    cat: cat?.path ?? null,
    standing: [`deno ${deno.version}`],
    missing,
  };
  const [second] = await Promise.all([
    bubblewrap === null ? null : tryBubblewrap(base, bubblewrap, missing),
    cat === null ? null : closeInheritedDescriptors(cat.path),
  ]);
  if (mode === "strict" && (second === null || prlimit === null)) throw wallsMissing(missing);
  const standing = [...base.standing];
  if (prlimit !== null) standing.push("rlimits");
  if (second !== null) standing.push(`bubblewrap ${second.version}`);
  else if (setpriv !== null) standing.push("no-new-privs");
  return { ...base, bubblewrap: second, standing };
}

async function findTool(
  name: typeof WALL_TOOLS[number],
  os: string,
  missing: MissingWall[],
): Promise<WallTool | null> {
  const isLinux = os === "linux";
  let why = isLinux ? "not installed" : `not a part of ${os}`;
  for (const folder of isLinux ? PROGRAM_FOLDERS : []) {
    try {
      const path = `${folder}/${name}`;
      const { stdout } = await run(path, ["--version"]);
      return { path, version: /\d+(\.\d+)+/.exec(stdout)?.[0] ?? "unknown" };
    } catch (error) {
      if (error instanceof Deno.errors.NotCapable) why = "the kernel may not start it";
      else if (!(error instanceof Deno.errors.NotFound)) why = String(error);
    }
  }
  missing.push({
    name: name === "bwrap" ? "bubblewrap" : name,
    why,
    how: isLinux ? HOW : HOW_ELSEWHERE,
  });
  return null;
}

/** Runs Deno inside the second wall, since an installed bubblewrap may be forbidden to work. */
async function tryBubblewrap(
  walls: Walls,
  tool: WallTool,
  missing: MissingWall[],
): Promise<Bubblewrap | null> {
  const [major = 0, minor = 0] = tool.version.split(".").map(Number);
  try {
    const libraries = await findLibraries(walls, tool);
    const found = { ...tool, libraries, disable_userns: major > 0 || minor >= 8 };
    const inner = bubblewrapArgs({
      deno_path: walls.deno.path,
      bubblewrap: found,
      mounts: [],
      args: ["--version"],
    });
    const limits = { memory_mb: 128, wall_ms: 0, cpu_ms: 5000, output_mb: 0, artifacts_mb: 0 };
    const { prlimit } = walls;
    const args = prlimit === null
      ? inner
      : [...limitArgs(limits, prlimit.hard), found.path, ...inner];
    const program = prlimit?.path ?? found.path;
    const { stdout, stderr } = await run(program, args);
    if (stdout.startsWith(`deno ${walls.deno.version}`)) return found;
    throw new CodedError("E_WALLS_START", firstLine(stderr) || "it did not start Deno");
  } catch (error) {
    const why = error instanceof Error ? firstLine(error.message) : String(error);
    missing.push({
      name: "bubblewrap",
      why: `installed, but does not work here: ${why}`,
      how: HOW,
    });
    return null;
  }
}

/**
 * Asks the system's loader which libraries Deno loads (what `ldd` does, without its shell
 * script). The loader is started through bubblewrap, so that no further program needs granting.
 */
async function findLibraries(walls: Walls, bubblewrap: WallTool): Promise<readonly string[]> {
  let reason = "no known loader";
  for (const loader of LOADERS) {
    const args = ["--unshare-all", "--die-with-parent", "--ro-bind", "/", "/", "--", loader];
    const { success, stdout, stderr } = await run(bubblewrap.path, [
      ...args,
      "--list",
      walls.deno.path,
    ]);
    if (success) return [...new Set(stdout.match(/(?<=\s)\/[^\s]+/g) ?? [])];
    if (!stderr.includes("No such file")) reason = firstLine(stderr);
  }
  throw new CodedError("E_WALLS_START", reason);
}

async function run(path: string, args: readonly string[]) {
  const { success, stdout, stderr } = await new Deno.Command(path, {
    args: [...args],
    clearEnv: true,
    stdin: "null",
  }).output();
  const decoder = new TextDecoder();
  return { success, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

function firstLine(text: string): string {
  return text.trim().split("\n", 1)[0]!.slice(0, 200);
}
