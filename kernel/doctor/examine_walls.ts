import { bundlerWalls } from "../registry/bundler_walls.ts";
import type { Walls } from "../sandbox/standing_walls.ts";
import { askProgram } from "./ask_program.ts";
import { type Fact, type FactState, installLines } from "./fact.ts";

/** What Linux says about who may make user namespaces, and what each value forbids. */
const SWITCHES = [
  {
    path: "/proc/sys/kernel/apparmor_restrict_unprivileged_userns",
    forbids: "1",
    how: "Ubuntu 23.10 and later: give /usr/bin/bwrap an AppArmor profile that allows userns " +
      "(sudo apt-get install apparmor-profiles), or, for every program: " +
      "sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0",
  },
  {
    path: "/proc/sys/kernel/unprivileged_userns_clone",
    forbids: "0",
    how: "sudo sysctl kernel.unprivileged_userns_clone=1",
  },
  {
    path: "/proc/sys/user/max_user_namespaces",
    forbids: "0",
    how: "sudo sysctl user.max_user_namespaces=15000",
  },
] as const;

const CONTAINER = "inside a container: its runtime must allow user namespaces (Docker: " +
  "--security-opt seccomp=unconfined --security-opt apparmor=unconfined)";

/**
 * The parts of the walls that are programs, each as `detectWalls("auto")` found it, which has run
 * Deno behind bubblewrap once to know.
 * @param walls of mode `auto`
 * @param os this system
 */
export async function examineWalls(walls: Walls, os: string): Promise<readonly Fact[]> {
  const { prlimit, setpriv, cat } = walls;
  const tools = installLines("util-linux", os);
  const why = (name: string) => walls.missing.find((part) => part.name === name)?.why ?? "";
  return [
    {
      id: "prlimit",
      name: "Limits (prlimit)",
      ...stateOf(prlimit?.version, why("prlimit")),
      means: prlimit === null
        ? "nothing bounds a plugin's memory outside the JavaScript heap, its processor time, its " +
          "files and descriptors; and no permission ledger is kept"
        : "memory, processor time, file sizes and descriptors of plugins are bounded",
      how: prlimit === null ? tools : [],
    },
    {
      id: "setpriv",
      name: "No new privileges (setpriv)",
      ...stateOf(setpriv?.version, why("setpriv")),
      means: setpriv !== null
        ? "used where bubblewrap is not: plugins end with the kernel and gain no privileges"
        : walls.bubblewrap !== null
        ? "not needed while bubblewrap works"
        : "a plugin may outlive a kernel that is killed",
      how: setpriv === null ? tools : [],
    },
    ...await examineBubblewrap(walls, os),
    {
      id: "cat",
      name: "Measurements (cat /proc)",
      ...stateOf(cat === null ? undefined : cat, why("cat")),
      means: cat === null
        ? "processor time and peak memory of plugins are not measured, and resident memory is " +
          "not watched"
        : "processor time and peak memory of every plugin are measured from outside",
      how: cat === null ? installLines("coreutils", os) : [],
    },
    examineBundler(walls, os),
  ];
}

function examineBundler(walls: Walls, os: string): Fact {
  const { standing, open } = bundlerWalls(walls);
  return {
    id: "bundler",
    name: "Bundler of plugins",
    state: open === null ? "ok" : "missing",
    found: `behind ${standing.join(", ")}`,
    means: open ?? "it reads sources that nobody has trusted yet, and finds nothing else to read",
    how: open === null ? [] : installLines("bubblewrap util-linux", os),
  };
}

async function examineBubblewrap(walls: Walls, os: string): Promise<readonly Fact[]> {
  const { bubblewrap, cat } = walls;
  const why = walls.missing.find(({ name }) => name === "bubblewrap")?.why ?? "";
  const installed = bubblewrap !== null || why.startsWith("installed");
  const means = "wall 2 does not stand: plugins have Deno's permissions around them and nothing " +
    "else (SECURITY.md says what that leaves open); --walls strict refuses to run";
  const present: Fact = {
    id: "bubblewrap",
    name: "bubblewrap",
    ...stateOf(installed ? bubblewrap?.version ?? "installed" : undefined, why),
    means: installed ? "the program that builds wall 2" : means,
    how: installed ? [] : installLines("bubblewrap", os),
  };
  const worked = "Deno was started inside namespaces of its own, without a network";
  const namespaces: Fact = {
    id: "namespaces",
    name: "User namespaces",
    // Wall 1 holds without them: no more than a warning.
    state: bubblewrap !== null ? "ok" : installed ? "missing" : "unknown",
    found: bubblewrap !== null
      ? worked
      : installed
      ? why
      : os === "linux"
      ? "only bubblewrap can try them"
      : why,
    means: bubblewrap !== null ? "wall 2 stands" : means,
    how: installed && bubblewrap === null ? await namespaceAdvice(cat) : [],
  };
  return [present, namespaces];
}

async function namespaceAdvice(cat: string | null): Promise<readonly string[]> {
  const advice: string[] = [];
  for (const { path, forbids, how } of SWITCHES) {
    const answer = cat === null ? null : await askProgram(cat, [path]);
    if (answer?.stdout === forbids) advice.push(how);
  }
  return advice.length > 0 ? advice : [CONTAINER];
}

function stateOf(
  version: string | undefined,
  why: string,
): { readonly state: FactState; readonly found: string } {
  return version === undefined ? { state: "missing", found: why } : { state: "ok", found: version };
}
