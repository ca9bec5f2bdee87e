/** What tests of plugins import (`harness/testing`): a tester, tables in memory, single steps. */
export { buildPack, type Cell, tableOf, type TestColumns, type TypedCells } from "./build_pack.ts";
export { MemoryFile } from "./memory_file.ts";
export { type ColumnBuffers, packOf } from "./pack_of.ts";
export {
  BadTestError,
  type ExpectedFinding,
  type FindingsCase,
  GENERIC_CHECKS,
  type GenericCheck,
  near,
  type NullCase,
  type PluginTests,
  type PowerCase,
  type RefusesCase,
  type TestedInput,
  type ValidCase,
} from "./plugin_tests.ts";
export { testPlugin } from "./plugin_tester.ts";
export { runPlugin, type TestArtifact, type TestOutcome, type TestStep } from "./run_plugin.ts";
export { type ValidatedPlugin, validatedPlugin } from "./validated_plugin.ts";
