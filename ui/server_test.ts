import assert from "node:assert/strict";
import { appdataLayout, ensureFolder, newRunId, runPath } from "../kernel/store/appdata.ts";
import { openState } from "../kernel/store/state_store.ts";
import { createUi } from "./server.ts";

const HOST = { host: "127.0.0.1:8000" };
const NAME = `<script>alert(1)</script>"'&.csv`;

async function withUi(
  work: (
    ask: (path: string, init?: RequestInit) => Promise<Response>,
    run_id: string,
  ) => Promise<void>,
): Promise<void> {
  const root = await Deno.makeTempDir({ prefix: "harness_ui_" });
  const appdata = appdataLayout(`${root}/appdata`);
  ensureFolder(appdata.root);
  const state = await openState(appdata);
  try {
    const run_id = newRunId(new Date());
    const upload = { sha256: "a".repeat(64), filename: NAME, bytes: 3 };
    state.createRun({
      run_id,
      project_id: state.ensureProject("default"),
      upload_id: state.recordUpload(upload),
      seed: 7,
      choice: "auto",
      settings: [],
      options: {},
      network_allowed: false,
      kernel_version: "0",
    });
    state.finishRun(run_id, { status: "completed" });
    const folder = ensureFolder(`${runPath(appdata, run_id)}/artifacts/p`);
    await Deno.writeTextFile(`${folder}/a.html`, "<script>1</script>");
    await Deno.writeTextFile(`${runPath(appdata, run_id)}/report.html`, "<p>report</p>");
    await Deno.writeTextFile(`${runPath(appdata, run_id)}/owner.lock`, "");
    const app = createUi({ state, appdata, port: 8000 });
    await work(
      async (path, init = {}) =>
        await app.request(`http://127.0.0.1:8000${path}`, { headers: HOST, ...init }),
      run_id,
    );
  } finally {
    state.close();
    await Deno.remove(root, { recursive: true });
  }
}

Deno.test("the list and a run's page show a file's name as text, never as markup", async () => {
  await withUi(async (ask, run_id) => {
    for (const path of ["/", `/runs/${run_id}`]) {
      const response = await ask(path);
      const text = await response.text();
      assert.equal(response.status, 200);
      assert.ok(text.includes("&lt;script&gt;alert(1)"), path);
      assert.ok(!text.includes("<script"), path);
      assert.match(response.headers.get("content-security-policy")!, /default-src 'none'/);
    }
  });
});

Deno.test("the server answers its own address, reading, and its own pages only", async () => {
  await withUi(async (ask) => {
    const cases: [number, RequestInit][] = [
      [421, { headers: { host: "evil.example:8000" } }],
      [421, { headers: {} }],
      [405, { headers: HOST, method: "POST" }],
      [405, { headers: HOST, method: "DELETE" }],
      [403, { headers: { ...HOST, origin: "http://evil.example" } }],
      [403, { headers: { ...HOST, "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors" } }],
      [200, { headers: { ...HOST, origin: "http://127.0.0.1:8000" } }],
      [200, { headers: { host: "localhost:8000" } }],
    ];
    for (const [status, init] of cases) {
      const response = await ask("/runs.json", init);
      assert.equal(response.status, status, JSON.stringify(init));
      assert.equal(response.headers.get("access-control-allow-origin"), null);
      await response.body?.cancel();
    }
  });
});

Deno.test("what a plugin wrote comes without scripts, and artifacts only as downloads", async () => {
  await withUi(async (ask, run_id) => {
    const report = await ask(`/runs/${run_id}/report.html`);
    assert.equal(await report.text(), "<p>report</p>");
    assert.match(report.headers.get("content-security-policy")!, /^sandbox; default-src 'none'/);
    assert.match(report.headers.get("content-security-policy")!, /frame-ancestors 'none'/);
    assert.equal(report.headers.get("x-dns-prefetch-control"), "off");
    const artifact = await ask(`/runs/${run_id}/artifacts/p/a.html`);
    assert.equal(artifact.headers.get("content-type"), "application/octet-stream");
    assert.match(artifact.headers.get("content-disposition")!, /^attachment/);
    assert.match(artifact.headers.get("content-security-policy")!, /^sandbox/);
    await artifact.body?.cancel();
  });
});

Deno.test("no path leads out of a run's folder or to the kernel's own files", async () => {
  await withUi(async (ask, run_id) => {
    const paths = [
      `/runs/${run_id}/owner.lock`,
      `/runs/${run_id}/..%2f..%2fstate.sqlite`,
      `/runs/${run_id}/artifacts/..%2f..%2f../state.sqlite`,
      `/runs/${run_id}/artifacts/p/..%2f..%2fowner.lock`,
      `/runs/${run_id}/artifacts/p/%00`,
      `/runs/${run_id}/artifacts/p/none.txt`,
      `/runs/${run_id}/artifacts/p`,
      "/runs/..%2f..%2fetc/report.html",
      "/runs/nothing",
      "/nothing",
    ];
    for (const path of paths) {
      const response = await ask(path);
      assert.equal(response.status, 404, path);
      await response.body?.cancel();
    }
  });
});

Deno.test("asking for a file's headers only leaves no file open", async () => {
  await withUi(async (ask, run_id) => {
    const open = Deno.open;
    const opened: Deno.FsFile[] = [];
    Deno.open = async (...words) => {
      const file = await open(...words);
      opened.push(file);
      return file;
    };
    try {
      for (const path of [`/runs/${run_id}/report.html`, `/runs/${run_id}/artifacts/p/a.html`]) {
        const response = await ask(path, { method: "HEAD" });
        assert.equal(response.status, 200, path);
        assert.match(response.headers.get("content-security-policy")!, /^sandbox/);
        assert.equal(await response.text(), "");
      }
    } finally {
      Deno.open = open;
    }
    assert.equal(opened.length, 2);
    for (const file of opened) assert.throws(() => file.statSync(), Deno.errors.BadResource);
  });
});
