import {
  isTest,
  lineAt,
  type SourceFile,
  type TreeProblem,
  withoutComments,
} from "./source_file.ts";

/** Something that runs text as code, or starts a program. */
interface Rule {
  readonly pattern: RegExp;
  readonly why: string;
  /** Files whose work it is. */
  readonly in?: readonly string[];
}

/** Takes from plugins what they may not have. */
const BOOTSTRAP = "kernel/sandbox/bootstrap.js";
/** Tries the known ways out. */
const CANARY = "kernel/sandbox/canary_plugin.js";

const RULES: readonly Rule[] = [
  { pattern: /(?<![\w.$])eval\s*\(/g, why: "eval runs text as code" },
  {
    pattern: /\bglobalThis\s*(?:\?\.|\.)\s*eval\b|\(\s*0\s*,\s*eval\s*\)/g,
    why: "eval runs text as code",
  },
  { pattern: /\[\s*["'`](?:eval|Function)["'`]\s*\]/g, why: "eval or Function by another name" },
  {
    pattern: /(?<![\w$])(?:new\s+)?(?:Async)?(?:Generator)?Function\s*\(/g,
    why: "Function runs text as code",
  },
  { pattern: /\bconstructor\s*\(\s*["'`]/g, why: "a function's constructor runs text as code" },
  {
    pattern: /\bset(?:Timeout|Interval)\s*\(\s*["'`]/g,
    why: "a timer with text runs it as code",
  },
  {
    pattern:
      /["'`](?:node:(?:vm|cluster|repl|inspector|module)|(?:node:)?(?:child_process|worker_threads))["'`]/g,
    why: "it runs text as code, or programs",
    in: [BOOTSTRAP, CANARY],
  },
  { pattern: /\bnew\s+Worker\s*\(/g, why: "a Worker is not a boundary", in: [CANARY] },
  {
    pattern: /\bWebAssembly\s*\.\s*(?:compile|instantiate|Module)\w*/g,
    why: "code that nobody can read",
  },
  {
    pattern: /\bimport\s*\(\s*(?!["'\s])/g,
    why: "what it loads cannot be read here",
    in: [
      BOOTSTRAP,
      CANARY,
      // A validator from memory, checked against the trusted hash; the kernel itself, for help; a message.
      "kernel/registry/plugin_bundle.ts",
      "kernel/launch.ts",
      "kernel/registry/computed_import.ts",
    ],
  },
  {
    pattern: /\bCommand\s*\(\s*["'`](?:[^"'`]*\/)?(?:sh|bash|dash|zsh|cmd|powershell)["'`]/g,
    why: "no shell",
  },
  {
    pattern: /\bDeno\s*\.\s*Command\b|\bDeno\s*\[|\}\s*=\s*Deno\b(?!\s*\.)/g,
    why: "programs are started in few places",
    in: [
      BOOTSTRAP,
      CANARY,
      "kernel/doctor/ask_program.ts",
      "kernel/ensure_packages.ts",
      "kernel/launch.ts",
      "kernel/query/run_reader.ts",
      "kernel/registry/run_bundler.ts",
      "kernel/sandbox/hard_limits.ts",
      "kernel/sandbox/inherited_descriptors.ts",
      "kernel/sandbox/plugin_process.ts",
      "kernel/sandbox/process_meter.ts",
      "kernel/sandbox/walls.ts",
    ],
  },
];

/**
 * Finds code that runs text as code, loads what is only known at run time, or starts programs
 * elsewhere than where that is somebody's work. A shell is nobody's.
 * @param files sources of kernel/, ui/ and plugins/; tests are left out
 */
export function textAsCode(files: readonly SourceFile[]): TreeProblem[] {
  return files.filter(({ path }) => !isTest(path)).flatMap(({ path, text }) => {
    const code = withoutComments(text);
    return RULES.flatMap(({ pattern, why, in: exempt = [] }) => {
      const found = [...code.matchAll(pattern)];
      if (!exempt.includes(path)) {
        return found.map((match) => ({
          file: path,
          line: lineAt(code, match.index),
          message: `"${match[0].trim()}": ${why}`,
        }));
      }
      // An exemption that nobody needs would hide what comes later.
      return found.length > 0
        ? []
        : [{ file: path, line: 0, message: `does nothing that "${why}" is about: no exemption` }];
    });
  });
}
