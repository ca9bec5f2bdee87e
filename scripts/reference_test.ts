/** Nothing that a user can meet is undocumented (after Datasette's test_docs). */
import assert from "node:assert/strict";
import { COMMANDS } from "../kernel/commands/catalogue.ts";
import { ERRORS } from "../kernel/commands/error_catalogue.ts";
import {
  findingKinds,
  pluginIds,
  pluginSettings,
  referenceText,
} from "./reference/reference_text.ts";
import { schemaFields } from "./reference/schema_fields.ts";

const PROJECT = import.meta.dirname!.replace(/\/scripts$/, "");
const README = Deno.readTextFileSync(`${PROJECT}/README.md`);

/** Codes that a plugin may raise but other code than its own defines. */
const CODE = /"(E_[A-Z0-9]+(?:_[A-Z0-9]+)+)"/g;

function names(text: string, word: string): boolean {
  return new RegExp(`(?<![\\w-])${RegExp.escape(word)}(?![\\w-])`).test(text);
}

function sources(folder: string): string[] {
  return [...Deno.readDirSync(folder)].flatMap(({ name, isDirectory }) => {
    const path = `${folder}/${name}`;
    if (isDirectory) return ["testing", "generated"].includes(name) ? [] : sources(path);
    const isTest = name.endsWith("_test.ts") || name.startsWith("test_");
    return name.endsWith(".ts") && !isTest ? [path] : [];
  });
}

function codesIn(folder: string): Set<string> {
  return new Set(
    sources(folder).flatMap((path) =>
      [...Deno.readTextFileSync(path).matchAll(CODE)].map((match) => match[1]!)
    ),
  );
}

Deno.test("docs/reference.md follows from the code", () => {
  assert.equal(
    Deno.readTextFileSync(`${PROJECT}/docs/reference.md`),
    referenceText(PROJECT),
    "stale: run deno run -A scripts/write_reference.ts",
  );
});

Deno.test("every command is in README.md, every argument and option says what it is", () => {
  for (const { name, description, arguments: words, options } of COMMANDS) {
    const [group, ...rest] = name.split(" ");
    assert.ok(names(README, group!) && rest.every((word) => names(README, word)), name);
    for (const each of [description, ...[...words, ...options].map((each) => each.description)]) {
      assert.ok(each.trim().length >= 4, `${name}: ${each}`);
    }
  }
});

Deno.test("every setting, kind of finding and error code of a plugin is in its README", () => {
  const missing: string[] = [];
  for (const id of pluginIds(PROJECT)) {
    const readme = Deno.readTextFileSync(`${PROJECT}/plugins/${id}/README.md`);
    const demand = (what: string, name: string) => {
      if (!names(readme, name)) missing.push(`${id}: ${what} ${name}`);
    };
    for (const [name, { description }] of pluginSettings(PROJECT, id)) {
      demand("setting", name);
      if (description === undefined) missing.push(`${id}: setting ${name} has no description`);
    }
    for (const [kind] of findingKinds(PROJECT, id)) demand("kind", kind);
    for (const code of codesIn(`${PROJECT}/plugins/${id}`)) demand("code", code);
  }
  assert.deepEqual(missing, []);
});

Deno.test("every error code of the kernel has a page, every one of the SDK is in plugins/README.md", () => {
  const unexplained = [...codesIn(`${PROJECT}/kernel`)].filter((code) => !(code in ERRORS));
  assert.deepEqual(unexplained, []);
  const readme = Deno.readTextFileSync(`${PROJECT}/plugins/README.md`);
  const missing = [...codesIn(`${PROJECT}/plugins/_sdk`)].filter((code) =>
    !names(readme, code) && !(code in ERRORS)
  );
  assert.deepEqual(missing, []);
});

Deno.test("every field of report.json, results, manifests and truth files says what it is", () => {
  const silent: string[] = [];
  for (const name of ["report", "result", "plugin_manifest", "ground_truth"]) {
    const schema = JSON.parse(
      Deno.readTextFileSync(`${PROJECT}/schemas/${name}.schema.json`),
    );
    const fields = schemaFields(schema);
    assert.ok(fields.length > 10, name);
    silent.push(
      ...fields.filter(({ description }) => description === undefined)
        .map(({ path }) => `${name}: ${path}`),
    );
  }
  assert.deepEqual(silent, []);
});
