import type { BenchCase } from "./measure_in_turn.ts";

const PROJECT = import.meta.dirname!.replace(/\/scripts$/, "");

/**
 * Start-up: an empty Deno program, the kernel's help, and the same through the task.
 * @param folder a temporary folder
 */
export async function startUpCases(folder: string): Promise<readonly BenchCase[]> {
  const empty = `${folder}/empty.ts`;
  await Deno.writeTextFile(empty, "");
  const deno = (args: readonly string[]) => async () => {
    const { code } = await new Deno.Command(Deno.execPath(), {
      args: [...args],
      cwd: PROJECT,
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).output();
    if (code !== 0) throw new Error(`deno ${args.join(" ")} ended with ${code}`);
  };
  return [
    { name: "deno run, empty file", run: deno(["run", "--no-config", empty]) },
    {
      name: "kernel/main.ts --help",
      at_most: 3,
      run: deno(["run", "--quiet", "--cached-only", "kernel/main.ts", "--help"]),
    },
    { name: "deno task harness --help", at_most: 6, run: deno(["task", "harness", "--help"]) },
  ];
}
