import assert from "node:assert/strict";
import { CHARTS_MEDIA_TYPE, type InputFile } from "harness/sdk";
import { readPluginCharts } from "./read_plugin_charts.ts";
import { examplePlugin, exampleReport, fakeHash } from "./testing/example_report.ts";

const BARS = {
  kind: "bars",
  title: "t",
  description: "d",
  columns: [],
  value: { label: "v", unit: "number" },
  bars: [{ label: "a", value: 1 }],
};

function artifact(name: string, media_type: string) {
  return { name, media_type, description: "", bytes: 1, sha256: fakeHash("0") };
}

/** Opens files from memory, as the SDK opens those of the input folder. */
function opener(files: Record<string, string>): (path: string) => InputFile {
  return (path) => {
    if (!Object.hasOwn(files, path)) throw new Error("no such file");
    const bytes = new TextEncoder().encode(files[path]);
    return {
      size: bytes.length,
      readSync: (buffer, position) => {
        buffer.set(bytes.subarray(position, position + buffer.length));
        return buffer.length;
      },
      close: () => {},
    };
  };
}

Deno.test("readPluginCharts() reads files by media type, and says which it could not", () => {
  const report = {
    ...exampleReport(),
    plugins: {
      analysis_a: examplePlugin({
        artifacts: [
          artifact("charts.json", CHARTS_MEDIA_TYPE),
          artifact("other.json", "application/json"),
          artifact("gone.json", CHARTS_MEDIA_TYPE),
        ],
      }),
      analysis_b: examplePlugin(),
    },
  };
  const charts = readPluginCharts(
    report,
    "artifacts",
    opener({
      "artifacts/analysis_a/charts.json": JSON.stringify({ charts: [BARS, { kind: "pie" }] }),
      "artifacts/analysis_a/other.json": "{}",
    }),
  );
  assert.deepEqual([...charts.keys()], ["analysis_a"]);
  assert.deepEqual(charts.get("analysis_a")!.charts, [BARS]);
  assert.deepEqual(charts.get("analysis_a")!.problems, [
    "charts.json: chart 2 cannot be drawn: unknown kind",
    "gone.json: the file cannot be opened",
  ]);
});
