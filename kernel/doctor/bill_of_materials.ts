import { sha256Hex } from "../canonical/hash.ts";
import type { TrustFile } from "../registry/trust.ts";
import type { GeneratedFile } from "./generated_files.ts";
import { type LockedPackage, reachableFrom } from "./locked_packages.ts";
import { packagesFor } from "./package_use.ts";

/** What the box holds. */
export interface BoxContents {
  readonly packages: ReadonlyMap<string, LockedPackage>;
  /** Licence that an installed package names, by `name@version`; absent when it is not installed. */
  readonly licences: ReadonlyMap<string, string>;
  readonly generated: readonly GeneratedFile[];
  /** plugins.lock. */
  readonly plugins: TrustFile;
  readonly runtime: {
    readonly deno: string;
    readonly v8: string;
    readonly sqlite: string;
    /** Such as `x86_64-unknown-linux-gnu`. */
    readonly target: string;
  };
}

/** Names, in the order of the specification, for what is written about one part. */
interface Component {
  readonly type: "library" | "platform" | "application" | "file";
  readonly "bom-ref": string;
  readonly name: string;
  readonly version?: string;
  /** `excluded` is CycloneDX's word for what is not there when the program runs. */
  readonly scope: "required" | "optional" | "excluded";
  readonly hashes?: readonly { readonly alg: "SHA-256" | "SHA-512"; readonly content: string }[];
  readonly licenses?: readonly unknown[];
  readonly purl?: string;
  readonly pedigree?: unknown;
  readonly properties: readonly { readonly name: string; readonly value: string }[];
}

/** A name of the SPDX list looks so; anything else is an expression. */
const LICENCE_ID = /^[A-Za-z0-9][A-Za-z0-9.+-]*$/;
const HERE = "statistic-harness";

/**
 * What is in the box, as CycloneDX 1.6 (ECMA-424): every npm package of deno.lock, the code that
 * is committed as it was generated, the runtime, and every built-in plugin. A pure function without
 * a clock or chance: equal contents give equal bytes, and the serial number follows from them.
 * @param contents see {@link BoxContents}
 * @returns the document, to be written as JSON
 */
export function billOfMaterials(contents: BoxContents): Record<string, unknown> {
  const body = {
    version: 1,
    metadata: {
      component: { type: "application", "bom-ref": HERE, name: HERE },
      properties: [
        property("excluded", "scope excluded: used by tests and by building, never by a run"),
        property(
          "hashes",
          "npm: SHA-512 of the archive, from deno.lock; files: SHA-256; plugins: SHA-256 of what is run",
        ),
      ],
    },
    components: [
      ...runtimeComponents(contents.runtime),
      ...packageComponents(contents),
      ...contents.generated.map(generatedComponent),
      ...pluginComponents(contents.plugins),
    ],
    dependencies: dependencies(contents),
  };
  return {
    $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    serialNumber: serialNumber(JSON.stringify(body)),
    ...body,
  };
}

function packageComponents({ packages, licences }: BoxContents): Component[] {
  const running = reachableFrom(packagesFor("run"), packages);
  const building = reachableFrom(packagesFor("build"), packages);
  return [...packages].map(([key, { name, version, sha512, os, cpu }]) => {
    const licence = licences.get(key);
    const runs = running.has(key);
    return {
      type: "library",
      "bom-ref": packageUrl(name, version),
      name,
      version,
      scope: !runs ? "excluded" : os === undefined ? "required" : "optional",
      hashes: [{ alg: "SHA-512", content: sha512 }],
      ...(licence === undefined ? {} : { licenses: [licenceOf(licence)] }),
      purl: packageUrl(name, version),
      properties: [
        property("use", runs ? "run" : building.has(key) ? "build" : "test"),
        ...(os === undefined ? [] : [property("os", os.join(" "))]),
        ...(cpu === undefined ? [] : [property("cpu", cpu.join(" "))]),
        ...(licence === undefined ? [property("licence", "not installed here, so not known")] : []),
      ],
    };
  });
}

function generatedComponent({ path, sha256, package: made }: GeneratedFile): Component {
  return {
    type: "file",
    "bom-ref": path,
    name: path,
    scope: "required",
    hashes: [{ alg: "SHA-256", content: sha256 }],
    ...(made === null ? {} : {
      pedigree: {
        ancestors: [{
          type: "library",
          name: made.name,
          version: made.version,
          purl: packageUrl(made.name, made.version),
        }],
      },
    }),
    properties: [
      property("use", "run"),
      property("made by", "scripts/build_validators.ts"),
    ],
  };
}

function runtimeComponents({ deno, v8, sqlite, target }: BoxContents["runtime"]): Component[] {
  const parts = { deno, v8, sqlite };
  return Object.entries(parts).map(([name, version]) => ({
    type: name === "sqlite" ? "library" : "platform",
    "bom-ref": `runtime/${name}`,
    name,
    version,
    scope: "required",
    properties: [property("use", "run"), property("target", target)],
  }));
}

function pluginComponents(plugins: TrustFile): Component[] {
  return Object.entries(plugins).sort(([a], [b]) => a < b ? -1 : 1).map(([id, entry]) => ({
    type: "application",
    "bom-ref": `plugin/${id}`,
    name: id,
    version: entry.version,
    scope: "required",
    hashes: [{ alg: "SHA-256", content: entry.code_hash }],
    properties: [property("use", "run"), property("folder hash", entry.folder)],
  }));
}

function dependencies({ packages, plugins }: BoxContents) {
  const direct = [...packages.values()].filter(({ name }) =>
    packagesFor("run", "build", "test").has(name)
  );
  const url = ({ name, version }: LockedPackage) => packageUrl(name, version);
  return [
    {
      ref: HERE,
      dependsOn: [
        ...["deno", "v8", "sqlite"].map((name) => `runtime/${name}`),
        ...direct.map(url),
        ...Object.keys(plugins).sort().map((id) => `plugin/${id}`),
      ],
    },
    ...[...packages.values()].map((each) => ({
      ref: url(each),
      dependsOn: each.needs.map((key) => url(packages.get(key)!)),
    })),
  ];
}

/** See the purl specification, type npm: the scope's @ is written as an escape. */
function packageUrl(name: string, version: string): string {
  return `pkg:npm/${name.replace("@", "%40")}@${version}`;
}

function licenceOf(licence: string): unknown {
  return LICENCE_ID.test(licence) ? { license: { id: licence } } : { expression: licence };
}

function property(name: string, value: string) {
  return { name: `${HERE}:${name}`, value };
}

/** A UUID of version 8 (RFC 9562), whose bits are the content's own. */
function serialNumber(text: string): string {
  const hex = sha256Hex(text);
  const variant = "89ab"[Number.parseInt(hex[16]!, 16) % 4];
  return `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-` +
    `${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
