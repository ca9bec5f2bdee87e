/** `--allow-network-dev`: off, loud, recorded, and never for what comes with the harness. */
import assert from "node:assert/strict";
import { openState } from "../kernel/store/state_store.ts";
import { appdataLayout } from "../kernel/store/appdata.ts";
import { type CommandPlace, runJson, runTask } from "./run_harness.ts";
import { writePlugin } from "./write_plugin.ts";

const OVERRIDE = "--allow-network-dev";

Deno.test("the network is there for a plugin that asks for it, with the override, and all is told", async () => {
  const folder = Deno.realPathSync(Deno.makeTempDirSync({ prefix: "harness_network_" }));
  const calls: string[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, (request) => {
    calls.push(new URL(request.url).pathname);
    return new Response("heard");
  });
  const { port } = server.addr;
  const ask = `let heard = "nothing";
    try {
      const line = await Deno.connect({ hostname: "127.0.0.1", port: ${port} });
      const text = "GET /asks HTTP/1.0\\r\\nHost: 127.0.0.1\\r\\n\\r\\n";
      await line.write(new TextEncoder().encode(text));
      const answer = await new Response(line.readable).text();
      heard = answer.slice(answer.indexOf("heard"));
    } catch (error) {
      heard = error instanceof Error ? error.name : "refused";
    }
    return { status: "ok", summary: heard, metrics: {}, findings: [] };`;
  const plugins = `${folder}/plugins`;
  const place: CommandPlace = { cwd: folder, env: { HARNESS_APPDATA: `${folder}/appdata` } };
  const dir = ["--plugins-dir", plugins];
  try {
    await Deno.writeTextFile(`${folder}/a.csv`, "x,y\n1,2\n2,3\n3,5\n4,4\n");
    await writePlugin(plugins, { id: "asks", run: ask });
    const manifest = `${plugins}/asks/plugin.yaml`;
    const text = await Deno.readTextFile(manifest);
    await Deno.writeTextFile(manifest, text.replace("no_network: true", "no_network: false"));

    // Without the word, nothing accepts such a plugin.
    for (
      const words of [["plugins", "list"], ["plugins", "trust", "asks", "--yes"], ["run", "a.csv"]]
    ) {
      const { code, stderr } = await runTask("harness", [...words, ...dir], place);
      assert.equal(code, 2, words.join(" "));
      assert.match(stderr, /E_NETWORK_DECLARED/, words.join(" "));
    }
    const builtin = await runTask("harness", ["plugins", "trust", "--builtin", OVERRIDE], place);
    assert.equal(builtin.code, 2);
    assert.match(builtin.stderr, /no built-in plugin has the network/);

    // With it, who trusts the plugin is told, and the run says so in every place.
    const trust = await runTask(
      "harness",
      ["plugins", "trust", "asks", "--yes", OVERRIDE, ...dir],
      place,
    );
    assert.equal(trust.code, 0, trust.stderr);
    assert.match(trust.stdout, /network: WANTED/);
    const words = ["a.csv", "--plugins", "asks", ...dir];
    const { json, stderr } = await runJson([...words, OVERRIDE], place);
    const step = json.steps.find(({ plugin_id }) => plugin_id === "asks");
    assert.equal(step?.status, "ok", stderr);
    assert.match(stderr, /THE NETWORK IS OPEN \(--allow-network-dev\)/);
    assert.deepEqual(calls, ["/asks"]);
    const report = JSON.parse(await Deno.readTextFile(json.report_json));
    assert.equal(report.network_allowed, true);
    assert.equal(report.plugins.asks.summary, "heard");
    assert.match(await Deno.readTextFile(json.report_md), /network was open/);
    const run = JSON.parse(
      await Deno.readTextFile(json.report_json.replace("report.json", "run.json")),
    );
    assert.equal(run.audit.network_allowed, true);
    const state = await openState(appdataLayout(`${folder}/appdata`));
    try {
      const granted = Object.fromEntries(
        state.showRun(json.run_id).steps.map((
          { plugin_id, executions },
        ) => [plugin_id, executions.at(-1)?.permissions_granted?.includes("net") === true]),
      );
      assert.deepEqual(Object.keys(granted).filter((id) => granted[id]), ["asks"]);
    } finally {
      state.close();
    }
    const shown = await runTask("harness", ["runs", "show", json.run_id], place);
    assert.match(shown.stdout, /network +WAS OPEN/);

    // What is stored never opens it again.
    const replay = await runTask("harness", ["replay", json.run_id, ...dir], place);
    assert.equal(replay.code, 2);
    assert.match(replay.stderr, /E_RUN_NETWORK/);
    assert.deepEqual(calls, ["/asks"]);
  } finally {
    await server.shutdown();
    await Deno.remove(folder, { recursive: true });
  }
});
