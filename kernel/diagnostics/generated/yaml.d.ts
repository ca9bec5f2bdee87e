export { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } from "yaml";
export type { Alias, Document, Node, Pair, Scalar, YAMLMap, YAMLSeq } from "yaml";
