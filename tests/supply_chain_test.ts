/** What the harness is made of is pinned, to the byte. */
import assert from "node:assert/strict";
import { PROJECT } from "./run_harness.ts";

const EXACT = /^npm:(?:@[a-z0-9._-]+\/)?[a-z0-9._-]+@\d+\.\d+\.\d+$/;

function readJson(name: string): Record<string, Record<string, unknown>> {
  return JSON.parse(Deno.readTextFileSync(`${PROJECT}/${name}`));
}

Deno.test("deno.json names files of the project and npm packages in one exact version each", () => {
  for (const [name, target] of Object.entries(readJson("deno.json")["imports"]!)) {
    const own = typeof target === "string" && target.startsWith("./");
    assert.ok(own || EXACT.test(String(target)), `${name}: ${target}`);
  }
  for (const range of ["npm:a@^1.2.3", "npm:a@1.2", "npm:a", "jsr:@a/b@1.2.3", "https://a/b.ts"]) {
    assert.doesNotMatch(range, EXACT);
  }
});

Deno.test("deno.lock has the hash of every package, and nothing that is not a package", () => {
  const lock = readJson("deno.lock");
  assert.deepEqual(Object.keys(lock).sort(), ["npm", "specifiers", "version", "workspace"]);
  const packages = Object.entries(lock["npm"]!) as [string, { integrity?: string }][];
  assert.ok(packages.length > 10);
  for (const [name, { integrity }] of packages) {
    assert.match(integrity ?? "", /^sha512-[A-Za-z0-9+/]{86}==$/, name);
  }
  const wanted = Object.values(readJson("deno.json")["imports"]!).map(String)
    .filter((target) => target.startsWith("npm:")).sort();
  assert.deepEqual(Object.keys(lock["specifiers"]!).sort(), wanted);
});

Deno.test("what starts Deno for the product installs from the lock only, and fetches nothing", () => {
  const ensure = Deno.readTextFileSync(`${PROJECT}/kernel/ensure_packages.ts`);
  assert.match(ensure, /"install", "--frozen"/);
  const launch = Deno.readTextFileSync(`${PROJECT}/kernel/launch.ts`);
  for (const flag of ["--cached-only", "--no-remote"]) assert.ok(launch.includes(`"${flag}"`));
});
