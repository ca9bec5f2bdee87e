import { escapeTerminal } from "../diagnostics/escape_terminal.ts";
import type { Check, Evaluation } from "./evaluation.ts";

/**
 * An evaluation as JUnit XML, as build servers read it: one test case a check, its clause as class
 * name, its place in the truth file beside it. Without times, so that it is a function of truth
 * file and report.
 */
export function evaluationToJUnit(evaluation: Evaluation): string {
  const { file, checks, failed_count, passed } = evaluation;
  const cases = checks.map((check) => testCase(check, file));
  // A file that checks nothing has not passed, and a suite without cases would say it had.
  if (checks.length === 0 && !passed) {
    cases.push(
      `    <testcase classname="truth" name="checks something">\n` +
        `      <failure message="the truth file checks nothing"/>\n    </testcase>`,
    );
  }
  const counts = `tests="${cases.length}" failures="${
    failed_count + (checks.length === 0 ? 1 : 0)
  }"`;
  return [
    `<?xml version="1.0" encoding="UTF-8"?>`,
    `<testsuites ${counts} errors="0">`,
    `  <testsuite name="${xml(file)}" ${counts} errors="0" skipped="0">`,
    `    <properties><property name="run_key" value="${xml(evaluation.run_key)}"/></properties>`,
    ...cases,
    `  </testsuite>`,
    `</testsuites>`,
    "",
  ].join("\n");
}

function testCase(check: Check, file: string): string {
  const head = `    <testcase classname="${xml(check.clause)}" ` +
    `name="${xml(`${check.pointer} ${check.title}`)}" file="${xml(file)}" line="${check.line}"`;
  if (check.passed) return `${head}/>`;
  const message = `wanted ${check.wanted}; found ${check.found}`;
  const detail = check.near_misses.flatMap(({ what, differences }) => [
    what,
    ...differences.map(({ path, wanted, found, off_by }) =>
      `  ${path}: wanted ${wanted}, found ${found}${off_by === null ? "" : ` (off by ${off_by})`}`
    ),
  ]);
  return `${head}>\n      <failure message="${xml(message)}">${
    xml(detail.join("\n"))
  }</failure>\n` +
    `    </testcase>`;
}

/** Characters that XML 1.0 has no way to write, beside those that are escaped as for a terminal. */
const FORBIDDEN = /[\uFFFE\uFFFF]/g;

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
  "\n": "&#10;",
  "\t": "&#9;",
};

/** Build servers print what a test case says: what a terminal would obey is visible text here. */
function xml(text: string): string {
  return escapeTerminal(text, { newlines: "keep" }).replace(FORBIDDEN, "\uFFFD")
    .replace(/[&<>"'\n\t]/g, (one) => ENTITIES[one]!);
}
