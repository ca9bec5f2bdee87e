/** At run time nothing needs, tries or can reach a network. */
import assert from "node:assert/strict";
import { PROJECT, runJson, runTask } from "./run_harness.ts";

const DEMO = `${PROJECT}/fixtures/demo.csv`;
const NO_NETWORK = ["bwrap", "--dev-bind", "/", "/", "--unshare-net", "--"];

async function canUnshare(): Promise<boolean> {
  try {
    const args = [...NO_NETWORK.slice(1), "true"];
    return (await new Deno.Command(NO_NETWORK[0]!, { args }).output()).success;
  } catch {
    return false;
  }
}

const here = await canUnshare();

Deno.test({
  name: "a run completes in a namespace that has no network" +
    (here ? "" : " (SKIPPED: bubblewrap does not work here)"),
  ignore: !here,
  async fn() {
    const appdata = await Deno.makeTempDir({ prefix: "harness_offline_" });
    try {
      const { code, json, stderr } = await runJson([DEMO, "--appdata", appdata], {
        prefix: NO_NETWORK,
      });
      assert.equal(code, 0, stderr);
      assert.equal(json.status, "completed");
    } finally {
      await Deno.remove(appdata, { recursive: true });
    }
  },
});

Deno.test("Deno does not look for a newer Deno behind the harness's back", async () => {
  // Whatever Deno asks of the network goes through this proxy, which counts and refuses it. A new
  // DENO_DIR, because it asks once a day and remembers there when it did.
  const proxy = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const folder = await Deno.makeTempDir({ prefix: "harness_offline_" });
  let asked = 0;
  const counting = (async () => {
    for await (const connection of proxy) {
      asked++;
      connection.close();
    }
  })();
  try {
    const address = `http://127.0.0.1:${(proxy.addr as Deno.NetAddr).port}`;
    const env = {
      HTTP_PROXY: address,
      HTTPS_PROXY: address,
      ALL_PROXY: address,
      DENO_DIR: `${folder}/deno`,
    };
    const appdata = `${folder}/appdata`;
    const { code, stderr } = await runTask("run", [DEMO, "--appdata", appdata, "--dry-run"], {
      env,
    });
    assert.equal(code, 0, stderr);
    assert.equal(asked, 0, "something of the run asked the network");
  } finally {
    proxy.close();
    await counting.catch(() => {});
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("whatever starts a Deno of its own says that it must not look for a newer one", () => {
  const starts = sources(`${PROJECT}/kernel`).filter(([, text]) => /^\s*"run",$/m.test(text))
    .filter(([, text]) => text.includes("--cached-only"));
  assert.ok(starts.length >= 4, "the launcher, the bundler, the sandbox and the query do");
  for (const [path, text] of starts) {
    // Behind the walls the environment says it, of which command_line_test.ts makes sure.
    assert.match(text, /DENO_NO_UPDATE_CHECK|walledProgram\(/, path);
  }
});

function sources(folder: string): readonly (readonly [path: string, text: string])[] {
  return [...Deno.readDirSync(folder)].flatMap(({ name, isDirectory }) => {
    const path = `${folder}/${name}`;
    if (isDirectory) return sources(path);
    return name.endsWith(".ts") && !name.endsWith("_test.ts")
      ? [[path, Deno.readTextFileSync(path)] as const]
      : [];
  });
}
