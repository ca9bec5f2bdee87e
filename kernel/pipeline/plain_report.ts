import type { Report } from "../contract/report.ts";

/**
 * The report the kernel writes itself when no report plugin did: statuses and errors, no opinion.
 * Every line of foreign text is indented, so that Markdown shows it as it is.
 * @param report the collated report
 * @param why why there is no better one
 */
export function plainMarkdown(report: Report, why: string): string {
  return `# Run ${report.status}\n\nA plain report, because:\n\n${verbatim(why)}\n${
    sections(report).map(({ title, lines }) => `\n## ${title}\n\n${lines.map(verbatim).join("")}`)
      .join("")
  }`;
}

/**
 * The same as one HTML page.
 * @param report the collated report
 * @param why why there is no better one
 */
export function plainHtml(report: Report, why: string): string {
  const body = sections(report).map(({ title, lines }) =>
    `<h2>${title}</h2>\n<pre>${escapeHtml(lines.join("\n"))}</pre>\n`
  ).join("");
  return `<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n` +
    `<meta name="viewport" content="width=device-width, initial-scale=1">\n` +
    `<meta name="color-scheme" content="light dark">\n` +
    `<title>Run ${report.status}</title>\n` +
    `<style>pre { white-space: pre-wrap; overflow-wrap: anywhere }</style>\n` +
    `<main>\n<h1>Run ${report.status}</h1>\n` +
    `<p>A plain report, because:</p>\n<pre>${escapeHtml(why)}</pre>\n${body}</main>\n</html>\n`;
}

function sections(
  report: Report,
): readonly { readonly title: string; readonly lines: readonly string[] }[] {
  const steps = Object.entries(report.plugins);
  const open =
    "The network was open during this run (--allow-network-dev): do not rely on it, and " +
    "do not take the data for unshared.";
  return [
    ...(report.network_allowed ? [{ title: "Warning", lines: [open] }] : []),
    {
      title: "Errors",
      lines: report.errors.map(({ plugin_id, code, message }) =>
        `${plugin_id ?? "run"}: ${code}: ${message}`
      ),
    },
    {
      title: "Steps",
      lines: steps.map(([id, { status, summary }]) => `${id}: ${status}: ${summary}`),
    },
    {
      title: "Findings",
      lines: steps.map(([id, { findings }]) => `${id}: ${findings.length}, see report.json`),
    },
    {
      title: "Provenance",
      lines: [
        `run key ${report.run_key}, seed ${report.seed}`,
        ...report.inputs.map(({ filename, sha256 }) => `input ${sha256} ${filename}`),
        ...report.datasets.map(({ version_id, rows, columns }) =>
          `dataset ${version_id}, ${rows} rows, ${columns.length} columns`
        ),
      ],
    },
  ].map(({ title, lines }) => ({ title, lines: lines.length === 0 ? ["none"] : lines }));
}

/** An indented code block: nothing in it is Markdown. */
function verbatim(text: string): string {
  return visible(text).split("\n").map((line) => `    ${line}\n`).join("");
}

function escapeHtml(text: string): string {
  return visible(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

/** Control and direction characters as escapes: they must not reorder or hide text. */
function visible(text: string): string {
  return text.replace(
    /[^\P{C}\n]|[\u2028\u2029]/gu,
    (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`,
  );
}
