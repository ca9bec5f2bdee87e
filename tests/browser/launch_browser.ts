/** What is used of playwright-core; its own types are there only where it is installed. */
export interface Browser {
  version(): string;
  newContext(options: Readonly<Record<string, unknown>>): Promise<{
    newPage(): Promise<BrowserPage>;
    close(): Promise<void>;
  }>;
  close(): Promise<void>;
}

/** A page of a browser. */
export interface BrowserPage {
  route(pattern: string, handler: (route: Route) => unknown): Promise<void>;
  on(
    event: "console",
    handler: (message: { type(): string; text(): string }) => void,
  ): void;
  on(event: "pageerror", handler: (error: Error) => void): void;
  goto(url: string, options: { readonly waitUntil: "load" }): Promise<unknown>;
  emulateMedia(options: { readonly media: "screen" | "print" }): Promise<void>;
  evaluate(source: string): Promise<unknown>;
  screenshot(
    options: { readonly path: string; readonly fullPage: boolean },
  ): Promise<unknown>;
}

interface Route {
  request(): { url(): string };
  continue(): Promise<void>;
  abort(): Promise<void>;
}

interface Playwright {
  readonly default: {
    readonly chromium: {
      launch(
        options: { executablePath: string; args: readonly string[] },
      ): Promise<Browser>;
    };
  };
}

interface PackagedChromium {
  readonly default: {
    readonly args: readonly string[];
    executablePath(): Promise<string>;
  };
}

/** Where systems keep a Chromium. */
const INSTALLED = [
  "chromium",
  "chromium-browser",
  "google-chrome-stable",
  "google-chrome",
]
  .flatMap((name) =>
    ["/usr/bin", "/usr/local/bin", "/snap/bin"].map((folder) => `${folder}/${name}`)
  );

/** Where the packaged browser is unpacked; kept, for that takes seconds. */
const UNPACKED = `${import.meta.dirname}/node_modules/.unpacked`;

/**
 * Imports a module by a name that is computed, so that the tree is checked also where the package
 * is not installed.
 */
export function moduleOf(name: string): Promise<unknown> {
  return import(name);
}

/**
 * Starts the system's Chromium, or else the one that a package ships with.
 * @throws Error when neither starts
 */
export async function launchBrowser(): Promise<Browser> {
  const { default: { chromium } } = await moduleOf(
    "playwright-core",
  ) as Playwright;
  const failures: string[] = [];
  for (const executablePath of INSTALLED.filter(exists)) {
    try {
      return await chromium.launch({ executablePath, args: ["--no-sandbox"] });
    } catch (error) {
      failures.push((error as Error).message);
    }
  }
  Deno.mkdirSync(UNPACKED, { recursive: true });
  Deno.env.set("TMPDIR", UNPACKED);
  // With this name set, the package also unpacks the system libraries that it needs.
  Deno.env.set("AWS_EXECUTION_ENV", "AWS_Lambda_nodejs22.x");
  const { default: packaged } = await moduleOf(
    "@sparticuz/chromium",
  ) as PackagedChromium;
  const executablePath = await packaged.executablePath();
  try {
    return await chromium.launch({ executablePath, args: packaged.args });
  } catch (error) {
    failures.push((error as Error).message);
    throw new Error(`No browser starts:\n${failures.join("\n")}`);
  }
}

function exists(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}
