/**
 * What became of one question. `missing`: this machine could have it and has not; things work
 * without. `broken`: it must stand and does not. `unknown`: the kernel may not find out.
 */
export type FactState = "ok" | "missing" | "broken" | "unknown";

/** One thing this machine offers, or does not. */
export interface Fact {
  /** Short and constant, for programs: `bubblewrap`. */
  readonly id: string;
  /** What it is, for people. */
  readonly name: string;
  readonly state: FactState;
  /** What was seen. */
  readonly found: string;
  /** What follows from it. */
  readonly means: string;
  /** Lines that get or mend it; empty when nothing has to be done. */
  readonly how: readonly string[];
}

/**
 * How a package is got with each package manager.
 * @param apt names for Debian and Ubuntu; the others where they differ
 * @param os this system, in Deno's words
 */
export function installLines(
  apt: string,
  os: string,
  { dnf = apt, pacman = apt }: { readonly dnf?: string; readonly pacman?: string } = {},
): readonly string[] {
  if (os !== "linux") return [];
  return [
    `Debian, Ubuntu: sudo apt-get install ${apt}`,
    `Fedora, RHEL: sudo dnf install ${dnf}`,
    `Arch: sudo pacman -S ${pacman}`,
  ];
}
