/** What tests of plugins import: tables in memory, and steps without a process. */
export { buildPack, type Cell, tableOf, type TestColumns, type TypedCells } from "./build_pack.ts";
export { MemoryFile } from "./memory_file.ts";
export { type ColumnBuffers, packOf } from "./pack_of.ts";
export { runPlugin, type TestArtifact, type TestOutcome, type TestStep } from "./run_plugin.ts";
export { type ValidatedPlugin, validatedPlugin } from "./validated_plugin.ts";
