import { CHARTS_MEDIA_TYPE, type InputFile, readCharts, type Report } from "harness/sdk";
import type { ChartsByPlugin, PluginCharts } from "./sections/figures.ts";

/** Larger files of charts are not read: a page could not show them. */
const LARGEST_FILE = 4 * 1024 * 1024;
const MOST_FILES = 4;

/**
 * Reads the charts that plugins left as artifacts, by their media type.
 * @param report names the artifacts
 * @param folder of the artifacts, `<plugin>/<name>` beneath it
 * @param open opens a file of the input folder
 */
export function readPluginCharts(
  report: Report,
  folder: string,
  open: (path: string) => InputFile,
): ChartsByPlugin {
  const out = new Map<string, PluginCharts>();
  for (const [id, { artifacts }] of Object.entries(report.plugins)) {
    const files = artifacts.filter((artifact) => artifact.media_type === CHARTS_MEDIA_TYPE);
    if (files.length === 0) continue;
    const read = files.slice(0, MOST_FILES).map(({ name }) =>
      readFile(open, `${folder}/${id}/${name}`)
    );
    out.set(id, {
      charts: read.flatMap(({ charts }) => charts),
      problems: read.flatMap(({ problems }, i) => problems.map((p) => `${files[i]!.name}: ${p}`)),
    });
  }
  return out;
}

function readFile(open: (path: string) => InputFile, path: string): PluginCharts {
  let file: InputFile;
  try {
    file = open(path);
  } catch {
    // The report must come out also when an artifact is gone; it says so instead.
    return { charts: [], problems: ["the file cannot be opened"] };
  }
  if (file.size > LARGEST_FILE) {
    return { charts: [], problems: [`the file has ${file.size} bytes, at most ${LARGEST_FILE}`] };
  }
  const bytes = new Uint8Array(file.size);
  file.readSync(bytes, 0);
  file.close();
  return readCharts(new TextDecoder().decode(bytes));
}
