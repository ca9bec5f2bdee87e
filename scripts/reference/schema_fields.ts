/** A JSON Schema, as far as documentation reads it. */
export interface SchemaNode {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, SchemaNode | boolean>>;
  readonly additionalProperties?: SchemaNode | boolean;
  readonly items?: SchemaNode;
  readonly anyOf?: readonly SchemaNode[];
  readonly oneOf?: readonly SchemaNode[];
  readonly allOf?: readonly SchemaNode[];
  readonly $defs?: Readonly<Record<string, SchemaNode>>;
}

/** One field of a document. */
export interface SchemaField {
  /** `plugins.*.findings[].score` */
  readonly path: string;
  readonly type: string;
  readonly description: string | undefined;
}

/**
 * Every field that a schema describes, where it stands in the document, each once.
 * @param root with its `$defs`
 */
export function schemaFields(root: SchemaNode): readonly SchemaField[] {
  const found = new Map<string, SchemaField>();
  const walk = (node: SchemaNode, path: string, open: readonly string[]): void => {
    const { $ref } = node;
    if ($ref !== undefined && !open.includes($ref)) {
      walk(target(root, $ref), path, [...open, $ref]);
    }
    for (const [name, member] of Object.entries(node.properties ?? {})) {
      // A field that the schema forbids.
      if (typeof member === "boolean") continue;
      const inner = path === "" ? name : `${path}.${name}`;
      const at = member.$ref === undefined ? member : { ...target(root, member.$ref), ...member };
      const before = found.get(inner);
      found.set(inner, {
        path: inner,
        type: before?.type ?? typeText(root, at),
        description: before?.description ?? member.description ?? at.description,
      });
      walk(member, inner, open);
    }
    if (typeof node.additionalProperties === "object") {
      walk(node.additionalProperties, `${path}.*`, open);
    }
    if (node.items !== undefined) walk(node.items, `${path}[]`, open);
    for (const each of [...node.anyOf ?? [], ...node.oneOf ?? [], ...node.allOf ?? []]) {
      walk(each, path, open);
    }
  };
  walk(root, "", []);
  return [...found.values()];
}

function target(root: SchemaNode, ref: string): SchemaNode {
  return root.$defs?.[ref.replace("#/$defs/", "")] ?? {};
}

function typeText(root: SchemaNode, node: SchemaNode): string {
  if (node.const !== undefined) return JSON.stringify(node.const);
  if (node.enum !== undefined) return node.enum.map((each) => JSON.stringify(each)).join(", ");
  if (node.type !== undefined) return [node.type].flat().join(" or ");
  const choices = [...node.anyOf ?? [], ...node.oneOf ?? []].map((each) =>
    typeText(root, each.$ref === undefined ? each : target(root, each.$ref))
  );
  return [...new Set(choices)].filter((each) => each !== "any").join(" or ") || "any";
}
