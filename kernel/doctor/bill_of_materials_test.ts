import assert from "node:assert/strict";
import { billOfMaterials } from "./bill_of_materials.ts";
import { lockedPackages } from "./locked_packages.ts";
import { PACKAGE_USE } from "./package_use.ts";
import { readBox } from "./read_box.ts";

const PROJECT = import.meta.dirname!.replace(/\/kernel\/doctor$/, "");
const LOCK = JSON.parse(Deno.readTextFileSync(`${PROJECT}/deno.lock`));

interface Component {
  readonly name: string;
  readonly version?: string;
  readonly scope: string;
  readonly "bom-ref": string;
  readonly purl?: string;
  readonly hashes?: readonly { alg: string; content: string }[];
  readonly licenses?: readonly unknown[];
  readonly properties: readonly { name: string; value: string }[];
}

const BOX = await readBox(PROJECT);
const BILL = billOfMaterials(BOX);
const COMPONENTS = BILL.components as readonly Component[];

function useOf({ properties }: Component): string | undefined {
  return properties.find(({ name }) => name === "statistic-harness:use")?.value;
}

Deno.test("every package of deno.lock is in the bill with its version and its hash", () => {
  const entries = Object.entries(LOCK.npm as Record<string, { integrity: string }>);
  assert.ok(entries.length > 50);
  for (const [key, { integrity }] of entries) {
    const at = key.lastIndexOf("@");
    const [name, version] = [key.slice(0, at), key.slice(at + 1)];
    assert.match(integrity, /^sha512-/, key);
    const found = COMPONENTS.filter((each) => each.purl !== undefined && each.name === name);
    assert.equal(found.length, 1, key);
    assert.equal(found[0]!.version, version);
    assert.equal(found[0]!.purl, `pkg:npm/${name.replace("@", "%40")}@${version}`);
    const [hash, ...more] = found[0]!.hashes!;
    assert.deepEqual(more, []);
    assert.equal(hash!.alg, "SHA-512");
    assert.equal(`sha512-${Uint8Array.fromHex(hash!.content).toBase64()}`, integrity, key);
  }
});

Deno.test("deno.lock pins npm packages and nothing else, and one without SHA-512 is refused", () => {
  const kinds = Object.keys(LOCK).filter((key) =>
    !["version", "specifiers", "workspace"].includes(key)
  );
  assert.deepEqual(kinds, ["npm"]);
  const lock = (npm: unknown, more = {}) => JSON.stringify({ version: "5", npm, ...more });
  const good = "sha512-" + new Uint8Array(64).toBase64();
  assert.equal(lockedPackages(lock({ "a@1.0.0": { integrity: good } })).size, 1);
  const bad = [
    "{",
    lock({}, { version: "4" }),
    lock({}, { jsr: {} }),
    lock({}, { remote: {} }),
    lock({ "a@1.0.0": {} }),
    lock({ "a@1.0.0": { integrity: "sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=" } }),
    lock({ "a@1.0.0": { integrity: good.slice(0, -4) } }),
    lock({ "a": { integrity: good } }),
    lock({ "a@1.0.0": { integrity: good, dependencies: ["b"] } }),
  ];
  for (const text of bad) assert.throws(() => lockedPackages(text), { code: "E_LOCK_FILE" }, text);
});

Deno.test("every package that is installed here says its licence", () => {
  for (const each of COMPONENTS.filter(({ purl }) => purl !== undefined)) {
    const unknown = each.properties.some(({ name }) => name === "statistic-harness:licence");
    assert.equal(each.licenses === undefined, unknown, each.name);
    // Only esbuild's programs for other machines are not installed.
    if (unknown) assert.match(each.name, /^@esbuild\//);
  }
});

Deno.test("what each named package is for is what the sources import it for", () => {
  const { imports } = JSON.parse(Deno.readTextFileSync(`${PROJECT}/deno.json`)) as {
    imports: Record<string, string>;
  };
  const named = Object.keys(imports).filter((name) => imports[name]!.startsWith("npm:"));
  assert.deepEqual(Object.keys(PACKAGE_USE).sort(), named.sort());
  const text = ["kernel", "plugins", "ui"].flatMap((folder) => [...sources(`${PROJECT}/${folder}`)])
    .map((path) => Deno.readTextFileSync(path)).join("\n")
    // Types are gone when the code runs.
    .replace(/^(?:import|export) type [^;]*;/gm, "");
  for (const name of named) {
    const imported = new RegExp(`(?:from|import\\() ?"${RegExp.escape(name)}(?:/[^"]*)?"`);
    assert.equal(imported.test(text), PACKAGE_USE[name] === "run", name);
  }
  const made = BOX.generated.flatMap((file) => file.package?.name ?? []);
  assert.deepEqual(
    [...new Set([...made, "@types/node"])].sort(),
    named.filter((name) => PACKAGE_USE[name] === "build").sort(),
  );
});

/** Sources that run: no tests, nothing generated, no template. */
function* sources(folder: string): Generator<string> {
  for (const { name, isDirectory } of Deno.readDirSync(folder)) {
    if (isDirectory) {
      if (!["testing", "generated"].includes(name)) yield* sources(`${folder}/${name}`);
    } else if (name.endsWith(".ts") && !/_test\.ts$|\.d\.ts$|^test_/.test(name)) {
      yield `${folder}/${name}`;
    }
  }
}

Deno.test("a package that only tests need is excluded, and what it needs with it", () => {
  const scopes = new Map(COMPONENTS.map((each) => [each.name, `${useOf(each)} ${each.scope}`]));
  assert.equal(scopes.get("fast-check"), "test excluded");
  assert.equal(scopes.get("pure-rand"), "test excluded");
  assert.equal(scopes.get("hono"), "run required");
  assert.equal(scopes.get("fast-uri"), "run required");
  assert.equal(scopes.get("commander"), "build excluded");
  assert.equal(scopes.get("@esbuild/linux-x64"), "run optional");
});

Deno.test("every generated module, every built-in plugin and the runtime are in the bill", () => {
  const names = new Set(COMPONENTS.map(({ name }) => name));
  const lock = JSON.parse(Deno.readTextFileSync(`${PROJECT}/plugins.lock`));
  for (const [id, { code_hash }] of Object.entries<{ code_hash: string }>(lock.plugins)) {
    const plugin = COMPONENTS.find((each) => each["bom-ref"] === `plugin/${id}`)!;
    assert.equal(plugin.hashes![0]!.content, code_hash);
  }
  for (const name of ["deno", "v8", "sqlite"]) assert.ok(names.has(name), name);
  const files = COMPONENTS.filter((each) => each.name.includes("/generated/"));
  assert.ok(files.length >= 7);
  assert.deepEqual(files.map(({ name }) => name), BOX.generated.map(({ path }) => path));
  assert.ok(
    BOX.generated.every(({ path, package: made }) => (made === null) === path.includes("contract")),
  );
});

Deno.test("equal contents give equal bytes, other contents another serial number", () => {
  const again = JSON.stringify(billOfMaterials(BOX));
  assert.equal(again, JSON.stringify(BILL));
  assert.match(
    String(BILL.serialNumber),
    /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  );
  const other = billOfMaterials({ ...BOX, runtime: { ...BOX.runtime, sqlite: "0" } });
  assert.notEqual(other.serialNumber, BILL.serialNumber);
  assert.doesNotMatch(again, /timestamp/);
});

Deno.test("every reference of the bill is to a part that is there once", () => {
  const refs = COMPONENTS.map((each) => each["bom-ref"]);
  assert.equal(new Set(refs).size, refs.length);
  const edges = BILL.dependencies as readonly { ref: string; dependsOn: string[] }[];
  for (const { ref, dependsOn } of edges) {
    for (const each of [ref, ...dependsOn]) {
      assert.ok(each === "statistic-harness" || refs.includes(each), each);
    }
  }
});
