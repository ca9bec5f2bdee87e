import { PROJECT } from "../run_harness.ts";

/** How a page is to be opened, and what to do with it. */
export interface PageOrder {
  /** `file:` or `http:` address; nothing else may be loaded. */
  readonly url: string;
  readonly width: number;
  readonly height: number;
  readonly scheme: "light" | "dark";
  readonly media: "screen" | "print";
  readonly javascript: boolean;
  readonly axe: boolean;
  readonly open_details: boolean;
  /** Where to put a picture of it, or null. */
  readonly screenshot: string | null;
  readonly whole_page: boolean;
}

/** What a page was seen to be. */
export interface SeenPage {
  readonly title: string;
  /** Since the navigation began; null when nothing was painted. */
  readonly first_paint_ms: number | null;
  /** How much wider it is than the window. */
  readonly overflow_px: number;
  readonly height_px: number;
  /** As painted, after any scaling of a drawing. */
  readonly smallest_text_px: number;
  readonly smallest_text: string;
  /** Texts of drawings that stick out of their drawing. */
  readonly clipped: readonly string[];
  /** What it asked for besides itself. */
  readonly requests: readonly string[];
  /** Errors and warnings of the console, and exceptions. */
  readonly complaints: readonly string[];
  readonly violations: readonly Violation[];
}

/** A rule of axe-core that a page breaks. */
export interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly help: string;
  readonly where: readonly string[];
}

/** A browser that hangs must not hang the tests. */
const TIMEOUT_MS = 180_000;
const FOLDER = `${PROJECT}/tests/browser`;

/** How a page is opened unless an order says otherwise. */
export const ORDINARY = {
  width: 1280,
  height: 900,
  scheme: "light",
  media: "screen",
  javascript: true,
  axe: false,
  open_details: false,
  screenshot: null,
  whole_page: true,
} as const;

/**
 * Tries whether a browser can be had here.
 * @returns its version, or in one line why there is none
 */
export async function findBrowser(): Promise<
  { readonly version: string; readonly problem: null } | {
    readonly version: null;
    readonly problem: string;
  }
> {
  try {
    const { browser } = await inspect([]);
    return { version: browser, problem: null };
  } catch (error) {
    const lines = (error as Error).message.split("\n").filter((line) => line.trim() !== "");
    return { version: null, problem: lines.slice(0, 3).join(" ") };
  }
}

/**
 * Opens pages one after the other in one headless browser, in a process of its own.
 * @param orders what to open
 * @throws Error with what the process said when no browser starts
 */
export async function lookAtPages(
  orders: readonly PageOrder[],
): Promise<readonly SeenPage[]> {
  return (await inspect(orders)).seen;
}

async function inspect(
  orders: readonly PageOrder[],
): Promise<{ readonly browser: string; readonly seen: readonly SeenPage[] }> {
  // All permissions: the browser's driver looks about in /proc and starts the browser, which
  // could do anything anyway. Nothing of the product runs in that process.
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--quiet",
      "--allow-all",
      "--config",
      "deno.json",
      "inspect_pages.ts",
    ],
    cwd: FOLDER,
    env: { DENO_NO_UPDATE_CHECK: "1", NO_COLOR: "1" },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).spawn();
  const output = child.output();
  try {
    const writer = child.stdin.getWriter();
    await writer.write(new TextEncoder().encode(JSON.stringify(orders)));
    await writer.close();
  } catch {
    // It ended before it read its orders; what it said on standard error says why.
  }
  const { code, stdout, stderr } = await output;
  const decoder = new TextDecoder();
  if (code !== 0) throw new Error(decoder.decode(stderr));
  return JSON.parse(decoder.decode(stdout));
}
