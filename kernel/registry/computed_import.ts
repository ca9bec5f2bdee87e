import * as esbuild from "esbuild";

/** Stands for a `require` that is the runtime's and not a name of the module's own. */
const REQUIRE = "__harness_unbound_require__";
/**
 * A dynamic import of anything but one whole literal, with no attributes or `type: "json"` written
 * out, in code printed by esbuild.
 */
const COMPUTED =
  /(?<![\w$.])import\((?!(?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\$]|\\.)*`)(?:,\{with:\{type:"json"\}\})?\))/;

/**
 * Why a module's imports cannot all be checked, or null. From a path of which only the beginning
 * is written out the bundler would make a pattern, and look for files that match it wherever the
 * pattern leads, all over the disk, asking nobody; an import whose attributes are computed it would
 * leave in the bundle. So both are found before the bundler sees them. A `require` is refused with
 * them, computed or not.
 * @param source of one module
 * @param loader its kind
 * @param name the module's name, for places in error messages
 * @throws esbuild.TransformFailure for a syntax error
 */
export async function computedImport(
  source: string,
  loader: esbuild.Loader,
  name: string,
): Promise<{ readonly what: string; readonly reason: string } | null> {
  const { code } = await esbuild.transform(source, {
    loader,
    sourcefile: name,
    format: "esm",
    target: "esnext",
    tsconfigRaw: "{}",
    jsx: "automatic",
    minifyWhitespace: true,
    legalComments: "none",
    charset: "utf8",
    define: { require: REQUIRE },
    logLevel: "silent",
  });
  if (code.includes(REQUIRE)) return { what: "require", reason: "plugins are ES modules" };
  // What may stand between the bracket and the path, and would hide it.
  const plain = code.replace(/\/\*[\s\S]*?\*\//g, "");
  if (!COMPUTED.test(code) && !COMPUTED.test(plain)) return null;
  return {
    what: "import(…)",
    reason: "a path or an attribute that is put together cannot be checked",
  };
}
