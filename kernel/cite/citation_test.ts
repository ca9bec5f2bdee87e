import assert from "node:assert/strict";
import type { Report } from "../contract/report.ts";
import { citationOf } from "./citation.ts";
import { escapeBibtex, formatBibtex } from "./format_bibtex.ts";
import { formatCslJson } from "./format_csl_json.ts";
import { formatText } from "./format_text.ts";
import { splitAuthors } from "./split_authors.ts";

const HOSTILE = "a}, note={x\\input{/etc/passwd} 100% $x^2$ #1 ~_& <b>bold</b>\u202e\u0007\nend";
const RUN = {
  run_id: "20260101T000000000Z-0a1b2c3d",
  started_at: "2026-01-02T03:04:05.000Z",
  kernel_version: "0.1.0",
};

function report(text: string): Report {
  return {
    schema_version: "1.0",
    run_key: "ab".repeat(32),
    seed: 7,
    status: "completed",
    network_allowed: false,
    inputs: [{ filename: text, sha256: "cd".repeat(32) }],
    datasets: [{ version_id: "0123456789abcdef", sha256: "ef".repeat(32), rows: 9, columns: [] }],
    plan: [{ plugin_id: "scan", selected: true, reason: "", decided_by: "user" }],
    plugins: {
      scan: {
        name: text,
        type: "analysis",
        version: "1.2.3",
        code_hash: "12".repeat(32),
        settings: {},
        settings_hash: "34".repeat(32),
        status: "ok",
        summary: "",
        metrics: {},
        findings: [{
          id: "00112233445566aa",
          kind: "cluster",
          measurement_type: "modeled",
          score: 1,
          columns: [text],
          evidence: {
            dataset_version_id: "0123456789abcdef",
            row_ids: [5, 3, 4, 8],
            columns: [text],
            query: "SELECT 1",
          },
        }],
        artifacts: [],
        budget: null,
        error: null,
        references: [
          {
            authors: "Kulldorff M, Huang L",
            year: 2009,
            title: text,
            doi: "10.1186/1476-072X-8-58",
          },
          { authors: text, year: 2010, title: "Second", doi: text },
          { authors: "Vovk V", year: 2021, title: "Third", arxiv: "2102.10439" },
        ],
      },
    },
    errors: [],
  };
}

/** Depth of braces at each character, as BibTeX counts them: a backslash changes nothing. */
function depths(text: string): number[] {
  let depth = 0;
  return [...text].map((c) => depth += c === "{" ? 1 : c === "}" ? -1 : 0);
}

Deno.test("a finding's citation has every fact that a reader needs to find it again", () => {
  const lines = formatText(citationOf(report("demo.csv"), RUN, "00112233445566aa")).join("\n");
  for (
    const fact of [
      "Finding 00112233445566aa",
      "3 to 5, 8 (4 rows",
      "SELECT 1",
      "1.2.3",
      "12".repeat(32),
      "34".repeat(32),
      "cd".repeat(32),
      "ef".repeat(32),
      "ab".repeat(32),
      "seed       7",
      "doi:10.1186/1476-072X-8-58",
      "deno task harness replay 20260101T000000000Z-0a1b2c3d",
      "deno task run demo.csv --seed 7 --settings settings.json --plugins scan",
    ]
  ) assert.ok(lines.includes(fact), fact);
});

Deno.test("a citation of an unknown finding is refused", () => {
  assert.throws(() => citationOf(report("demo.csv"), RUN, "ffff"), { code: "E_FINDING_NOT_FOUND" });
});

Deno.test("no text of a file or plugin leaves its BibTeX field", () => {
  const bibtex = formatBibtex(citationOf(report(HOSTILE), RUN, "00112233445566aa"));
  const depth = depths(bibtex);
  assert.equal(depth.at(-1), 0);
  assert.ok(depth.every((each) => each >= 0));
  const entries = bibtex.split("\n").filter((line) => line.startsWith("@"));
  assert.deepEqual(entries.map((line) => line.slice(0, line.indexOf("{"))), [
    "@article",
    "@article",
    "@misc",
    "@software",
    "@software",
    "@dataset",
    "@dataset",
  ]);
  // Every other line is a whole field, the end of an entry, or empty.
  for (const line of bibtex.split("\n").filter((line) => !line.startsWith("@"))) {
    assert.match(line, /^(?: {2}[a-z]+ = \{.*\},|\}|)$/);
    const field = depths(line);
    if (line.startsWith(" ")) assert.equal(field.at(-1), 0, line);
  }
  assert.ok(!bibtex.includes("\u202e") && !bibtex.includes("\u0007"));
  assert.ok(!bibtex.includes("\\input"));
  assert.equal(
    escapeBibtex("50% of {a_b} & \\c"),
    [
      "50\\% of \\textbraceleft{}a\\_b\\textbraceright{} \\& \\textbackslash{}c",
    ][0],
  );
});

Deno.test("CSL-JSON parses, its types are CSL's, and it holds no mark-up of a file", () => {
  const items = JSON.parse(formatCslJson(citationOf(report(HOSTILE), RUN, null)));
  assert.deepEqual(items.map(({ type }: { type: string }) => type), [
    "article-journal",
    "article-journal",
    "article",
    "software",
    "software",
    "dataset",
    "dataset",
  ]);
  assert.equal(items[0].DOI, "10.1186/1476-072X-8-58");
  assert.equal(items[1].DOI, undefined);
  assert.equal(items[2].URL, "https://arxiv.org/abs/2102.10439");
  assert.deepEqual(items[3].issued, { "date-parts": [[2026, 1, 2]] });
  assert.equal(new Set(items.map(({ id }: { id: string }) => id)).size, items.length);
  assert.ok(!JSON.stringify(items).includes("<"));
});

Deno.test("splitAuthors() reads the ways that manifests write names", () => {
  assert.deepEqual(splitAuthors("Kulldorff M, van der Laan MJ"), [
    { family: "Kulldorff", given: "M." },
    { family: "van der Laan", given: "M. J." },
  ]);
  assert.deepEqual(splitAuthors("Kulldorff, M.; Huang, L."), [
    { family: "Kulldorff", given: "M." },
    { family: "Huang", given: "L." },
  ]);
  assert.deepEqual(splitAuthors("Adams & MacKay"), [{ family: "Adams" }, { family: "MacKay" }]);
  assert.deepEqual(splitAuthors("R Core Team"), [{ literal: "R Core Team" }]);
});

/** Entries of a BibTeX file by its grammar: a type, a key, and fields whose braces are balanced. */
function parseBibtex(text: string): { type: string; key: string; fields: Map<string, string> }[] {
  let at = 0;
  const take = (form: RegExp): string => {
    const match = new RegExp(form.source, "uy");
    match.lastIndex = at;
    const found = match.exec(text);
    assert.ok(found, `${form} at ${at}: ${text.slice(at, at + 40)}`);
    at = match.lastIndex;
    return found[0];
  };
  const braced = (): string => {
    const start = at;
    let depth = 0;
    do {
      assert.ok(at < text.length, "a field has no end");
      const character = text[at++];
      if (character === "{") depth++;
      if (character === "}") depth--;
    } while (depth > 0);
    return text.slice(start + 1, at - 1);
  };
  const entries = [];
  while (take(/\s*/) !== undefined && at < text.length) {
    const type = take(/@[a-z]+/).slice(1);
    take(/\{/);
    const key = take(/[A-Za-z0-9_]+/);
    const fields = new Map<string, string>();
    while (take(/,\s*/) !== undefined && text[at] !== "}") {
      const name = take(/[a-z]+/);
      take(/\s*=\s*/);
      assert.ok(!fields.has(name), `${name} twice`);
      fields.set(name, braced());
    }
    take(/\}/);
    entries.push({ type, key, fields });
  }
  return entries;
}

Deno.test("BibTeX parses by its grammar, with distinct keys and the fields its types need", () => {
  for (const text of ["demo.csv", HOSTILE]) {
    for (const id of [null, "00112233445566aa"]) {
      const entries = parseBibtex(formatBibtex(citationOf(report(text), RUN, id)));
      assert.equal(new Set(entries.map(({ key }) => key)).size, entries.length);
      assert.equal(entries.length, 7);
      for (const { type, fields } of entries) {
        assert.ok(fields.has("title") && /^\d{4}$/.test(fields.get("year")!), type);
        if (type === "article") assert.ok(fields.get("author") !== "");
        if (fields.has("date")) assert.match(fields.get("date")!, /^\d{4}-\d{2}-\d{2}$/);
      }
    }
  }
});

/** Of the CSL 1.0.2 data schema: the types used here, and the form of the fields used here. */
const CSL_TYPES = ["article", "article-journal", "dataset", "software"];
const CSL_TEXT = ["id", "type", "title", "version", "note", "DOI", "URL", "number"];

Deno.test("CSL-JSON keeps to the fields and forms of its schema", () => {
  for (const id of [null, "00112233445566aa"]) {
    const items = JSON.parse(formatCslJson(citationOf(report(HOSTILE), RUN, id)));
    for (const { author = [], issued, ...rest } of items) {
      assert.ok(CSL_TYPES.includes(rest.type), rest.type);
      for (const [key, value] of Object.entries(rest)) {
        assert.ok(CSL_TEXT.includes(key) && typeof value === "string" && value !== "", key);
      }
      assert.deepEqual(Object.keys(issued), ["date-parts"]);
      assert.equal(issued["date-parts"].length, 1);
      assert.ok(issued["date-parts"][0].length <= 3);
      assert.ok(issued["date-parts"][0].every(Number.isInteger));
      for (const person of author) {
        for (const [part, text] of Object.entries(person)) {
          assert.ok(["family", "given", "literal"].includes(part) && typeof text === "string");
        }
      }
    }
  }
});
