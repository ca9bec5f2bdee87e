import { ATTACK_CLASSES, attackClass } from "./attack_class.ts";

/** Before and after the table in README.md. */
export const MARKS = ["<!-- attacks: scripts/write_attacks.ts -->", "<!-- /attacks -->"] as const;

interface End {
  readonly status: string;
  readonly code: string | null;
}

interface AttackFile {
  readonly attack: string;
  readonly stopped_by: string;
  readonly residual?: "wall1";
  readonly expect?: End;
  readonly cases?: Readonly<Record<string, { readonly expect: End }>>;
}

interface NamedAttack extends AttackFile {
  readonly name: string;
}

/**
 * The attacks of the suite, sorted by name.
 * @param projectDir absolute path of the project
 */
export function readAttacks(projectDir: string): readonly NamedAttack[] {
  const folder = `${projectDir}/fixtures/attacks`;
  return [...Deno.readDirSync(folder)].filter(({ isDirectory }) => isDirectory)
    .map(({ name }) => ({
      name,
      ...JSON.parse(Deno.readTextFileSync(`${folder}/${name}/expect.json`)) as AttackFile,
    }))
    .sort((a, b) => a.name < b.name ? -1 : 1);
}

/**
 * docs/attacks.md: every attack, what stops it, how it ends, and where it is.
 * @param attacks of {@link readAttacks}
 */
export function attacksPage(attacks: readonly NamedAttack[]): string {
  const lines = [
    "<!-- deno-fmt-ignore-file -->",
    "",
    "# Attacks",
    "",
    "Written by `deno run -A scripts/write_attacks.ts` from fixtures/attacks; a test fails when it " +
    "is stale. Each is a real plugin that `deno task test` runs behind wall 1 alone and behind both " +
    "walls; what it must come to is in its `expect.json`, whole.",
    "",
    `${attacks.length} attacks, ${
      attacks.filter(({ residual }) => residual).length
    } of which get ` +
    "something where wall 1 stands alone ([SECURITY.md](../SECURITY.md) says what).",
  ];
  for (const each of ATTACK_CLASSES) {
    const own = attacks.filter(({ name }) => attackClass(name) === each);
    lines.push(
      "",
      `## ${each.title}`,
      "",
      "| attack | stopped by | ends as | evidence |",
      "| --- | --- | --- | --- |",
      ...own.map((attack) => {
        const { name, stopped_by } = attack;
        const evidence = `[${name}](../fixtures/attacks/${name})`;
        return `| ${
          [attack.attack, stopped_by, endsAs(attack)].map(cell).join(" | ")
        } | ${evidence} |`;
      }),
    );
  }
  return `${lines.join("\n")}\n`;
}

function endsAs({ expect, cases, residual }: NamedAttack): string {
  const ends = cases === undefined ? [expect!] : Object.values(cases).map((each) => each.expect);
  const words = ends.map(({ status, code }) =>
    code === null ? "every attempt held" : `${status} ${code}`
  );
  const text = [...new Set(words)].join(", ");
  return residual === undefined ? text : `${text}; wall 1 alone: not held`;
}

/**
 * The table in README.md, between its marks: how many attacks of each kind, and what stops them.
 * @param readme its text as it is
 * @param attacks of {@link readAttacks}
 */
export function readmeWithAttacks(readme: string, attacks: readonly NamedAttack[]): string {
  const start = readme.indexOf(MARKS[0]);
  const end = readme.indexOf(MARKS[1]);
  if (start < 0 || end < start) throw new Error("README.md has lost its marks for the attacks");
  const rows = ATTACK_CLASSES.map(({ title, stopped_by }) => {
    const own = attacks.filter(({ name }) => attackClass(name).title === title);
    return [title, String(own.length), stopped_by];
  });
  const table = alignedTable(["kind", "number", "stopped by"], rows);
  return `${readme.slice(0, start)}${MARKS[0]}\n\n${table}\n${readme.slice(end)}`;
}

/** Aligned as the formatter would. */
function alignedTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, i) =>
    Math.max(title.length, ...rows.map((row) => row[i]!.length))
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((each, i) => each.padEnd(widths[i]!)).join(" | ")} |`;
  const rule = `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`;
  return `${[line(head), rule, ...rows.map(line)].join("\n")}\n`;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("<", "&lt;").replaceAll("*", "\\*");
}
