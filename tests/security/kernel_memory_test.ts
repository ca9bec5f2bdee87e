/** The kernel's memory does not grow with what a plugin sends: each stream is flooded to its limit. */
import assert from "node:assert/strict";

const SCRIPT = `${import.meta.dirname}/run_flood.ts`;
const CONFIG = `${import.meta.dirname}/../../deno.json`;
const LIMIT_KB = 150 * 1024;

const artifact = `{ name: "a", media_type: "text/plain", description: "", bytes: 250 << 20 }`;
const column =
  `{ name: "x", type: "text", encoding: "plain", null_count: 0, buffers: { data: 1e9 } }`;
const body = (statements: string) =>
  `export default { execute(_request, channel) { ${statements} } };`;

interface Flood {
  readonly type?: "ingest";
  readonly code: string;
  readonly status: string;
  readonly least_bytes: number;
}

const FLOODS: Record<string, Flood> = {
  "artifacts to their limit": {
    code: body(`channel.send(4, json(${artifact}));
      for (let i = 0; i < 250; i++) channel.send(5, new Uint8Array(1 << 20));
      answer(channel);`),
    status: "ok",
    least_bytes: 250 << 20,
  },
  "columns beyond their limit": {
    type: "ingest",
    code: body(`channel.send(6, json({ rows: 1, columns: [${column}] }));
      const chunk = new Uint8Array(1 << 20);
      chunk[4] = 3;
      for (;;) channel.send(7, chunk);`),
    status: "refused",
    least_bytes: 255 << 20,
  },
  "log lines beyond their limit": {
    code: body(`const line = json({ level: "info", message: "x".repeat(5000) });
      for (;;) channel.send(2, line);`),
    status: "refused",
    least_bytes: 255 << 20,
  },
  "log lines as long as they may be": {
    code: body(`const line = json({ level: "info", message: "\\u0000".repeat(43_600) });
      for (;;) channel.send(2, line);`),
    status: "refused",
    least_bytes: 240 << 20,
  },
  "standard error beyond its limit": {
    code: body(`for (;;) Deno.stderr.writeSync(new Uint8Array(65536));`),
    status: "refused",
    least_bytes: 255 << 20,
  },
  "a result of few bytes and many values": {
    code: body(
      `channel.send(8, utf8.encode('{"status":"ok","x":[' + "[],".repeat(5_000_000) + "0]}"));`,
    ),
    status: "refused",
    least_bytes: 15_000_000,
  },
  "a result as large as results may be, all numbers": {
    code: body(
      `channel.send(8, utf8.encode('{"status":"ok","x":[' + "1234.5,".repeat(1_990_000) + "0]}"));`,
    ),
    status: "ok",
    least_bytes: 13_000_000,
  },
};

for (const [what, { type, code, status, least_bytes }] of Object.entries(FLOODS)) {
  Deno.test(`the kernel stays under 150 MB while a plugin sends ${what}`, async () => {
    const args = ["run", "--quiet", "--no-prompt", "--no-check", "--config", CONFIG];
    const grants = ["--allow-read", "--allow-write", "--allow-run"];
    const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: [...args, ...grants, SCRIPT, code, "auto", type ?? "analysis"],
    }).output();
    const text = new TextDecoder().decode(stdout);
    assert.ok(text.startsWith("{"), new TextDecoder().decode(stderr));
    const seen = JSON.parse(text);
    assert.equal(seen.status, status, text);
    assert.ok(seen.bytes >= least_bytes, text);
    assert.ok(seen.peak_kb > 20_000 && seen.peak_kb < LIMIT_KB, text);
  });
}
