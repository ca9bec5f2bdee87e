import dgram from "node:dgram";
import { sha256Hex } from "../../kernel/canonical/hash.ts";

/**
 * What an attack would like to reach, planted for real: secrets on disk, in the environment and
 * behind loopback listeners. Everything is put up for one attack and taken down after it.
 */
export class AttackWorld {
  /** Temporary folder that holds all of it. */
  readonly dir: string;
  /** Stands in every planted secret; wherever it turns up, something leaked. */
  readonly token: string;
  /** What reached a listener, such as `tcp` or `udp`. */
  readonly contacts: string[] = [];
  readonly #tcp: Deno.TcpListener;
  /** Null where the tests may not listen there; then only the attempt's own word tells. */
  readonly #unix: Deno.UnixListener | null;
  readonly #udp = dgram.createSocket("udp4");
  readonly #serving: Promise<void>[] = [];

  private constructor(dir: string) {
    this.dir = dir;
    this.token = `TOKEN${crypto.randomUUID().replaceAll("-", "")}`;
    this.#tcp = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    this.#unix = listenUnix(`${dir}/socket`);
    this.#udp.on("message", () => void this.contacts.push("udp"));
  }

  /** Plants the secrets. */
  static async make(): Promise<AttackWorld> {
    const world = new AttackWorld(await Deno.makeTempDir({ prefix: "attack_" }));
    await world.#plant();
    await new Promise<void>((resolve) => world.#udp.bind(0, "127.0.0.1", resolve));
    world.#serving.push(
      world.#serve(world.#tcp, "tcp"),
      ...(world.#unix === null ? [] : [world.#serve(world.#unix, "unix")]),
    );
    return world;
  }

  /** What an attack is told of the world: where things are, never the token. */
  get settings(): Record<string, string | number> {
    const { dir } = this;
    return {
      dir,
      secret_dir: `${dir}/secret`,
      secret_file: `${dir}/secret/secret.txt`,
      outside: `${dir}/outside`,
      bundles: `${dir}/bundle`,
      stage: `${dir}/stage`,
      port: (this.#tcp.addr as Deno.NetAddr).port,
      udp_port: this.#udp.address().port,
      socket: `${dir}/socket`,
      kernel_pid: Deno.pid,
    };
  }

  get bundlePath(): string {
    return `${this.dir}/bundle/plugin.js`;
  }

  get stageDir(): string {
    return `${this.dir}/stage`;
  }

  get inputPath(): string {
    return `${this.dir}/inputs/0.pack`;
  }

  /** Every file and folder with what an attack could change about it. */
  async snapshot(): Promise<Record<string, string>> {
    const seen: Record<string, string> = {};
    await describe(this.dir, "", seen);
    return seen;
  }

  /** Takes the listeners and the files down. */
  async remove(): Promise<void> {
    this.#tcp.close();
    this.#unix?.close();
    await new Promise<void>((resolve) => this.#udp.close(() => resolve()));
    await Promise.all(this.#serving);
    await Deno.remove(this.dir, { recursive: true });
  }

  async #plant(): Promise<void> {
    const { dir, token } = this;
    for (const folder of ["secret", "outside", "inputs", "stage", "stage/input-secret", "bundle"]) {
      await Deno.mkdir(`${dir}/${folder}`, { recursive: true });
    }
    const files: Record<string, string> = {
      "secret/secret.txt": token,
      "secret/secret.json": JSON.stringify({ token }),
      "secret/secret.ts": `export default ${JSON.stringify(token)} as string;`,
      "secret/secret.js": `export default ${JSON.stringify(token)};`,
      "secret/secret.cjs": `module.exports = ${JSON.stringify(token)};`,
      "secret/.env": `TOKEN_FROM_FILE=${token}`,
      "secret/map.json": JSON.stringify({
        version: 3,
        sources: [token],
        sourcesContent: [token],
        names: [],
        mappings: "AAAA",
      }),
      "stage/input-secret/secret.txt": token,
      "bundle/neighbour.js": `export default ${JSON.stringify(token)};`,
      "bundle/plugin.js.secret": token,
      "inputs/0.pack": "the plugin's own input",
      "inputs/other.pack": token,
    };
    for (const [path, text] of Object.entries(files)) {
      await Deno.writeTextFile(`${dir}/${path}`, text);
    }
    // The smallest module with one custom section, which holds the token.
    const section = new TextEncoder().encode(`\x05token${token}`);
    const wasm = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 0, section.length, ...section);
    await Deno.writeFile(`${dir}/secret/secret.wasm`, wasm);
  }

  async #serve(listener: Deno.Listener, name: string): Promise<void> {
    for await (const connection of listener) {
      this.contacts.push(name);
      try {
        const body = `export default ${JSON.stringify(this.token)};`;
        const head = `content-type: text/javascript\r\ncontent-length: ${body.length}`;
        await connection.write(
          new TextEncoder().encode(`HTTP/1.1 200 OK\r\n${head}\r\n\r\n${body}`),
        );
      } catch {
        // The other side hung up.
      }
      connection.close();
    }
  }
}

function listenUnix(path: string): Deno.UnixListener | null {
  try {
    return Deno.listen({ transport: "unix", path });
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) return null;
    throw error;
  }
}

async function describe(root: string, path: string, into: Record<string, string>): Promise<void> {
  const full = `${root}${path}`;
  const about = await Deno.lstat(full);
  const owner = `${about.mode?.toString(8)} ${about.uid}:${about.gid}`;
  if (about.isSymlink) {
    into[path] = `link to ${await Deno.readLink(full)} ${owner}`;
  } else if (about.isDirectory) {
    into[path] = `folder ${owner}`;
    for await (const { name } of Deno.readDir(full)) await describe(root, `${path}/${name}`, into);
  } else {
    const contents = about.isFile ? sha256Hex(await Deno.readFile(full)) : "";
    into[path] = `file ${about.size} ${owner} ${about.mtime?.getTime()} ${contents}`;
  }
}
