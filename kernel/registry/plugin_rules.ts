import type { Reference } from "../contract/manifest.ts";
import { valueAt } from "../diagnostics/json_pointer.ts";
import type { DiscoveredPlugin } from "./discovered_plugin.ts";
import { type ManifestProblem, ProblemCollector } from "./manifest_problem.ts";

type Schema = Readonly<Record<string, unknown>>;

/** Sections that a README has: of every plugin, and of an analysis. */
const SECTIONS = ["When not to trust it"];
const ANALYSIS_SECTIONS = ["What it finds", "When not to trust it", "Cost", "Sources"];

/** Most bytes of an analysis's bundle: every step reads and compiles it. */
const MAX_BUNDLE = 100 * 1024;

/** Defaults that are the same for every analysis. */
const COMMON_DEFAULTS = { max_columns: 20, max_findings: 50 } as const;

/** A cost that grows faster than the rows do, as a README writes it. */
const SUPER_LINEAR = /\b(?:rows|n)\s*(?:²|³|⁴|\^|\*\*)|\b(rows|n)\s*[×·*]\s*\1\b/;

/** Kinds of findings that say nothing was found. */
const NOT_FINDINGS = ["not_applicable", "error"];

/**
 * The rules for plugins that its files alone show to be broken. A plugin that breaks one still
 * runs; `plugins validate` refuses it, naming the rule.
 * @param plugin without problems
 * @param bundleBytes size of its bundle
 * @returns problems of code E_PLUGIN_RULE; each message begins with the rule's name in brackets
 */
export async function brokenPluginRules(
  plugin: DiscoveredPlugin,
  bundleBytes: number,
): Promise<ManifestProblem[]> {
  const collector = new ProblemCollector(plugin.id, plugin.folder);
  const text = (path: string) => {
    const file = plugin.files.find((one) => one.path === path);
    return file === undefined ? "" : new TextDecoder().decode(file.bytes);
  };
  const readme = text("README.md");
  checkReadme(plugin, readme, collector);
  if (plugin.manifest.type === "analysis") checkErrorCodes(plugin, readme, collector, text);
  for (const [i, reference] of plugin.manifest.references.entries()) {
    const problem = referenceProblem(reference);
    if (problem === null) continue;
    await collector.addInFile(
      "E_PLUGIN_RULE",
      "plugin.yaml",
      text("plugin.yaml"),
      { pointer: `/references/${i}`, at: "value" },
      `[references] ${problem}`,
    );
  }
  const tests = plugin.files.filter(({ path }) => path.endsWith("_test.ts"));
  if (tests.length === 0) {
    collector.add(
      "E_PLUGIN_RULE",
      "",
      "[test] has no test",
      "add plugin_test.ts with testPlugin()",
    );
  }
  if (plugin.manifest.type === "analysis") {
    if (tests.length > 0 && !tests.some(({ path }) => text(path).includes("testPlugin("))) {
      const message = "[test] no test calls testPlugin(), which checks the rules for plugins";
      collector.add("E_PLUGIN_RULE", "", message, "call it in plugin_test.ts");
    }
    checkCost(plugin, readme, collector);
    if (!(bundleBytes <= MAX_BUNDLE)) {
      const message = `[bundle] has ${bundleBytes} bytes of code, and ${MAX_BUNDLE} are allowed`;
      collector.add("E_PLUGIN_RULE", "", message, "import less: every step loads all of it");
    }
    const add = async (
      file: "config" | "output",
      pointer: string,
      message: string,
      fix: string,
    ) => {
      const path = file === "config"
        ? plugin.manifest.config_schema
        : plugin.manifest.output_schema;
      const where = { pointer, at: "value" } as const;
      await collector.addInFile("E_PLUGIN_RULE", path, text(path), where, message, fix);
    };
    for (const problem of settingsProblems(plugin)) await add("config", ...problem);
    for (const problem of resultProblems(plugin.output_schema)) await add("output", ...problem);
  }
  return collector.problems;
}

function checkReadme(
  { manifest }: DiscoveredPlugin,
  readme: string,
  collector: ProblemCollector,
): void {
  const say = (message: string, fix: string) =>
    collector.add("E_PLUGIN_RULE", "README.md", `[readme] ${message}`, fix);
  if (!/^# \S/.test(readme)) say("does not begin with a title", `begin with "# ${manifest.name}"`);
  const headings = new Set([...readme.matchAll(/^## (.+)$/gm)].map((match) => match[1]!.trim()));
  for (const section of manifest.type === "analysis" ? ANALYSIS_SECTIONS : SECTIONS) {
    if (!headings.has(section)) say(`has no section "${section}"`, `add "## ${section}"`);
  }
  if (manifest.type !== "analysis") return;
  if (/^## Cost$/m.test(readme) && !/\bO\(/.test(readme)) {
    say("does not state the cost as O(·)", "say how time and memory grow with rows and columns");
  }
  if (manifest.references.length === 0) {
    collector.add(
      "E_PLUGIN_RULE",
      "plugin.yaml",
      "[references] names no paper",
      "name the paper of the method, with its DOI or arXiv id",
    );
  }
  for (const { doi, arxiv } of manifest.references) {
    const id = doi ?? arxiv;
    if (id !== undefined && !readme.includes(id)) {
      say(`does not name the reference ${id}`, 'list it under "## Sources"');
    }
  }
}

/** What takes longer than its rows must end at some number of them, and say at which. */
function checkCost(
  { manifest }: DiscoveredPlugin,
  readme: string,
  collector: ProblemCollector,
): void {
  const cost = /^## Cost$([^]*?)(?=^## |(?![^]))/m.exec(readme)?.[1] ?? "";
  const { max_rows } = manifest.settings.defaults;
  if (SUPER_LINEAR.test(cost) && typeof max_rows !== "number") {
    collector.add(
      "E_PLUGIN_RULE",
      "plugin.yaml",
      "[cost] grows faster than the rows, and no setting max_rows ends that",
      "above max_rows sample with ctx.rng, set budget.sampled, and say so in the summary",
    );
  }
  if (typeof max_rows !== "number") return;
  const written = [String(max_rows), max_rows.toLocaleString("en")];
  if (written.some((number) => readme.includes(number))) return;
  const message = `[cost] does not say that it samples above ${written[1]} rows (max_rows)`;
  collector.add("E_PLUGIN_RULE", "README.md", message, 'say so under "## Cost"');
}

/** `explain` sends readers of a plugin's own codes to its README. */
function checkErrorCodes(
  { files }: DiscoveredPlugin,
  readme: string,
  collector: ProblemCollector,
  text: (path: string) => string,
): void {
  for (const { path } of files) {
    if (!/\.(?:ts|js|mjs)$/.test(path) || /_test\.ts$|(?:^|\/)testing\//.test(path)) continue;
    for (const [, code] of text(path).matchAll(/new CodedError\(\s*"(E_[A-Z0-9_]+)"/g)) {
      if (readme.includes(code!)) continue;
      collector.add(
        "E_PLUGIN_RULE",
        "README.md",
        `[errors] does not explain ${code}, which ${path} throws`,
        `add it under "## Errors"`,
      );
    }
  }
}

/** What is wrong with a reference that has the right form; null when nothing is. */
export function referenceProblem({ arxiv, doi, year }: Reference): string | null {
  const month = /^\d\d(\d\d)\./.exec(arxiv ?? "")?.[1];
  if (month !== undefined && !(Number(month) >= 1 && Number(month) <= 12)) {
    return `arXiv:${arxiv} has the month ${month}: new ids are YYMM.number`;
  }
  const written = /^(\d\d)\d\d\./.exec(arxiv ?? "")?.[1];
  if (written !== undefined && Number(written) < 7) {
    return `arXiv:${arxiv} cannot be: ids of this form begin in 2007`;
  }
  if (doi !== undefined && /[.,;]$/.test(doi)) return `the DOI ${doi} ends in punctuation`;
  if (year > 2100) return `the year ${year} is to come`;
  return null;
}

type SchemaProblem = readonly [pointer: string, message: string, fix: string];

function settingsProblems({ config_schema, manifest }: DiscoveredPlugin): SchemaProblem[] {
  const problems: SchemaProblem[] = [];
  const properties = (config_schema.properties ?? {}) as Readonly<Record<string, Schema>>;
  const { defaults } = manifest.settings;
  for (const name of Object.keys(properties)) {
    if (!(name in defaults)) {
      const fix = "add it to settings.defaults of plugin.yaml";
      problems.push([`/properties/${name}`, `[settings] ${name} has no default`, fix]);
    }
  }
  for (const [name, common] of Object.entries(COMMON_DEFAULTS)) {
    if (name in properties && name in defaults && defaults[name] !== common) {
      const rule = name === "max_findings" ? "caps" : "columns";
      const message = `[${rule}] ${name} is ${JSON.stringify(defaults[name])} by default`;
      problems.push([`/properties/${name}`, message, `let the default be ${common}`]);
    }
  }
  if (!("max_findings" in properties)) {
    problems.push(["/properties", "[caps] there is no setting max_findings", "add it, default 50"]);
  }
  if ("columns" in properties) {
    if (defaults.columns !== null) {
      const fix = "let the default be null, which means every suitable column";
      problems.push(["/properties/columns", "[columns] is not null by default", fix]);
    }
    if (!("max_columns" in properties)) {
      problems.push(["/properties", "[columns] there is no setting max_columns", "add it"]);
    }
  }
  return problems;
}

function resultProblems(output: Schema): SchemaProblem[] {
  const problems: SchemaProblem[] = [];
  const metrics = Object.keys((valueAt(output, "/properties/metrics/properties") ?? {}) as Schema);
  if (!metrics.some((name) => name.endsWith("_total"))) {
    problems.push([
      "/properties/metrics",
      "[caps] no metric ends in _total",
      "count everything found, before max_findings",
    ]);
  }
  const kinds = (output.$defs ?? {}) as Readonly<Record<string, Schema>>;
  if (!("not_applicable" in kinds)) {
    const fix = "add a not_applicable finding for what could not be analysed";
    problems.push(["/$defs", "[not-applicable] there is no kind not_applicable", fix]);
  }
  for (const [kind, definition] of Object.entries(kinds)) {
    if (!("x-identity" in definition) || NOT_FINDINGS.includes(kind)) continue;
    const at = `/$defs/${kind}`;
    const required = (definition.required ?? []) as readonly string[];
    const properties = (definition.properties ?? {}) as Schema;
    for (const name of ["measurement_type", "score", "columns"]) {
      if (!required.includes(name)) {
        problems.push([at, `[finding] ${kind} does not require ${name}`, `add it to required`]);
      }
    }
    if ("p_value" in properties && !("q_value" in properties)) {
      const fix = "correct over everything tested and give the q_value";
      problems.push([at, `[multiple-testing] ${kind} has a p_value and no q_value`, fix]);
    }
    if ("confidence" in properties) {
      const fix = "give p_value and q_value";
      problems.push([at, `[multiple-testing] ${kind} has a confidence`, fix]);
    }
    const type = properties.measurement_type;
    const modeled = valueAt(type, "/const") === "modeled" ||
      ((valueAt(type, "/enum") ?? []) as readonly unknown[]).includes("modeled");
    if (modeled && !("assumption" in properties)) {
      const fix = "say what its numbers rest on";
      problems.push([at, `[assumption] ${kind} is modeled and has no assumption`, fix]);
    }
  }
  return problems;
}
