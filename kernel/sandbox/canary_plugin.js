// Tries the known leaks for real and says which of them worked. Run once for each version of Deno
// and each set of walls, before any other plugin; what it says is believed only when it is bad
// news. Like every bundle it is loaded behind the bootstrap. `request.settings.secret` is a file
// outside, `request.settings.outside` a folder.
import fs from "node:fs";
import process from "node:process";
import { Worker } from "node:worker_threads";

const mapped = (path) => {
  const map = { version: 3, sources: [`file://${path}`], names: [], mappings: "AAAA" };
  const url = `data:application/json;base64,${btoa(JSON.stringify(map))}`;
  const code = `export const fail = () => new Error();\n//# sourceMappingURL=${url}`;
  return import(`data:text/javascript,${encodeURIComponent(code)}`);
};

const load = (name) => import(name);

/** Each gives something when a wall is down, and throws when it stands. */
const LEAKS = {
  "reading a file": ({ secret }) => Deno.readTextFileSync(secret),
  "reading a file through node:fs": ({ secret }) => fs.readFileSync(secret, "utf8"),
  "listing a folder": ({ outside }) => [...Deno.readDirSync(outside)],
  "importing a file as text": async ({ secret }) =>
    (await import(`file://${secret}`, { with: { type: "text" } })).default,
  "importing a file from a data: module": async ({ secret }) => {
    const code = `export { default } from "file://${secret}" with { type: "text" };`;
    return (await import(`data:text/javascript,${encodeURIComponent(code)}`)).default;
  },
  "reading a line of a file through an error": async ({ secret }) => {
    const { fail } = await mapped(secret);
    return Deno[Deno.internal].core.destructureError(fail()).sourceLine.length;
  },
  "writing a file": ({ outside }) => Deno.writeTextFileSync(`${outside}/written`, "x"),
  "writing a file through node:fs": ({ outside }) => fs.writeFileSync(`${outside}/written`, "x"),
  "making a link": ({ secret }) => Deno.symlinkSync(secret, "link"),
  "making a temporary file": () => Deno.makeTempFileSync(),
  "connecting": () => allowed("net"),
  "reading the environment": () => Deno.env.toObject(),
  "reading the environment through node:process": () => process.env.PATH.length,
  "starting a program": () => new Deno.Command("/bin/true").outputSync(),
  "loading native code": () => Deno.dlopen("/lib/none.so", {}),
  "asking who runs this": () => Deno.hostname(),
  "signalling a process": () => process.kill(1, 0),
  "importing from a server": () => load("http://127.0.0.1:9/module.js"),
  "importing from npm": () => load("npm:left-pad@1.3.0"),
  "keeping something for the next run": () => localStorage.setItem("kept", "x"),
  "keeping something in a cache": () => caches.open("kept"),
};

/** Whether a permission would be given, without a connection that might just fail. */
async function allowed(name) {
  const { state } = await Deno.permissions.query({ name });
  if (state !== "granted") throw new Error(state);
  return state;
}

export default {
  async execute({ settings }, channel) {
    const metrics = {};
    for (const [name, leak] of Object.entries(LEAKS)) {
      try {
        await leak(settings);
        metrics[name] = "open";
      } catch (error) {
        // A wall that stands says no; a file that is not there says so too, behind the second.
        metrics[name] = `closed: ${error?.code ?? error?.name}`;
      }
    }
    if (settings.alone) {
      try {
        new Worker("", { eval: true }).on("error", () => {});
        metrics["starting a Worker"] = "open";
      } catch {
        metrics["starting a Worker"] = "closed";
      }
    }
    const result = { status: "ok", summary: "", metrics, findings: [] };
    channel.send(8, new TextEncoder().encode(JSON.stringify(result)));
  },
};
