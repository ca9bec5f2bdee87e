/** What a shell or an editor left open goes on to every program it starts, but not to a plugin. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import type { Duplex } from "node:stream";

const CONFIG = `${import.meta.dirname}/../../deno.json`;
const FLOOD = `${import.meta.dirname}/run_flood.ts`;
const USES_DESCRIPTOR_3 = `
  const { default: process } = await import("node:process");
  const handle = new (process.binding("pipe_wrap").Pipe)(0);
  if (handle.open(3) === 0) {
    const { default: net } = await import("node:net");
    const socket = new net.Socket({ handle, readable: false, writable: true });
    socket.on("error", () => {});
    socket.write("out by descriptor 3");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
`;

/** Starts Deno with a socket as descriptor 3, and gives what came out of it and of its output. */
async function startWithSocket(args: string[]): Promise<{ socket: string; stdout: string }> {
  const child = spawn(Deno.execPath(), ["run", "--quiet", "--no-prompt", ...args], {
    stdio: ["ignore", "pipe", "inherit", "pipe"],
  });
  const socket = collect(child.stdio[3] as Duplex);
  const stdout = collect(child.stdout!);
  await new Promise((resolve) => child.on("close", resolve));
  return { socket: (await socket).join(""), stdout: (await stdout).join("") };
}

async function collect(stream: AsyncIterable<Uint8Array>): Promise<string[]> {
  const parts: string[] = [];
  for await (const part of stream) parts.push(new TextDecoder().decode(part));
  return parts;
}

Deno.test("a program that was started with a socket can be heard through it", async () => {
  const code = `data:text/javascript,${encodeURIComponent(USES_DESCRIPTOR_3)}`;
  assert.equal((await startWithSocket([code])).socket, "out by descriptor 3");
});

for (const mode of ["auto", "flags"]) {
  Deno.test(`a plugin does not get the socket its kernel was started with, walls ${mode}`, async () => {
    const code = `export default {
      async execute(_request, channel) { ${USES_DESCRIPTOR_3} answer(channel); }
    };`;
    const grants = ["--allow-read", "--allow-write", "--allow-run", "--no-check"];
    const started = [...grants, "--config", CONFIG, FLOOD, code, mode, "analysis"];
    const { socket, stdout } = await startWithSocket(started);
    assert.equal(socket, "");
    assert.ok(stdout.startsWith("{"), stdout);
  });
}
