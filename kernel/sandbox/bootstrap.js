// The only module a plugin's process starts with, run with the plugin's own permissions. It is
// trusted, plain JavaScript and imports nothing by name: what is imported by a literal name is
// read whatever the permissions say, and by a computed one it is checked, down to the last static
// import of the plugin. Everything used after the plugin has been loaded is taken beforehand,
// because the plugin shares these globals and may change them; that is order, not a wall: the
// kernel believes nothing that this process writes.
//
// Not covered by the frozen clock (a plugin that wants the time can have it): performance.mark
// and measure, Event.timeStamp, Intl.DateTimeFormat().format() without a date, process.hrtime and
// uptime, node:vm contexts, timers, times of files.

const FROZEN_MS = 946_684_800_000; // 2000-01-01T00:00:00Z
const KIND_PROGRESS = 3;
const KIND_RESULT = 8;
const KIND_FAILURE = 9;
const HEADER_BYTES = 5;
const MAX_TEXT = 4000;
const HEX = "0123456789abcdef";
const MAX_JOINED = 65_536;
const CODE = /^E_[A-Z][A-Z0-9_]{1,60}$/;

const { stdin, stdout, stderr, exit, statSync } = Deno;
const readSync = stdin.readSync.bind(stdin);
const writeSync = stdout.writeSync.bind(stdout);
const writeError = stderr.writeSync.bind(stderr);
const stringify = JSON.stringify;
const encoder = new TextEncoder();
const encode = encoder.encode.bind(encoder);
const { set } = Uint8Array.prototype;
const setBytes = set.call.bind(set);
// Where the plugin is, and whether Deno's permissions are all there is around it.
const [bundle, walls] = Deno.args;
// Taken now: an error that is not prevented is printed, see hideSourceLines.
const prevent = Event.prototype.preventDefault.call.bind(Event.prototype.preventDefault);

/** Sends one frame; a full pipe blocks, which is how the kernel slows a plugin down. */
function send(kind, body) {
  // One write for a small frame; a large one is not copied.
  const whole = body.length <= MAX_JOINED;
  const frame = new Uint8Array(HEADER_BYTES + (whole ? body.length : 0));
  for (let i = 0; i < 4; i++) frame[i] = body.length >>> (8 * i);
  frame[4] = kind;
  if (whole) setBytes(frame, body, HEADER_BYTES);
  writeAll(frame);
  if (!whole) writeAll(body);
}

function writeAll(bytes) {
  for (let at = 0; at < bytes.length;) at += writeSync(bytes.subarray(at));
}

function readExactly(length) {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length;) {
    const got = readSync(bytes.subarray(at));
    if (got === null) exit(4); // The kernel is gone, or never asked.
    at += got;
  }
  return bytes;
}

/** One frame, by its length: end-of-file on standard input means something else. */
function readRequest() {
  const header = readExactly(HEADER_BYTES);
  const length = new DataView(header.buffer).getUint32(0, true);
  return JSON.parse(new TextDecoder().decode(readExactly(length)));
}

/**
 * Stays until the kernel has read this process's figures and closes the pipe. What it says before is
 * asked for as a file, which is refused and written down: so the kernel sees that Deno's permission
 * log, whose descriptor is one of this process, is still being written.
 */
function finish(code) {
  const rest = new Uint8Array(64);
  let word = "";
  try {
    for (let got; (got = readSync(rest)) !== null;) {
      for (let i = 0; i < got && word.length < 64; i++) word += HEX[rest[i] & 15];
    }
    statSync(`/leave/${word}`);
  } catch {
    // The plugin closed standard input and there is nothing to wait for, or the file was refused.
  }
  exit(code);
}

function freezeClock() {
  const RealDate = Date;
  const frozen = new Proxy(RealDate, {
    apply: () => new RealDate(FROZEN_MS).toString(),
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [FROZEN_MS] : args, newTarget),
  });
  RealDate.now = () => FROZEN_MS;
  RealDate.prototype.constructor = frozen;
  globalThis.Date = frozen;
  Performance.prototype.now = () => 0;
  Object.defineProperty(Performance.prototype, "timeOrigin", { get: () => FROZEN_MS });
  const instant = Temporal.Instant.fromEpochMilliseconds(FROZEN_MS);
  const zoned = (zone = "UTC") => instant.toZonedDateTimeISO(zone);
  Object.assign(Temporal.Now, {
    instant: () => instant,
    timeZoneId: () => "UTC",
    zonedDateTimeISO: zoned,
    plainDateTimeISO: (zone) => zoned(zone).toPlainDateTime(),
    plainDateISO: (zone) => zoned(zone).toPlainDate(),
    plainTimeISO: (zone) => zoned(zone).toPlainTime(),
  });
}

/**
 * Takes away what no plugin needs and what differs between machines, so that a mistake fails
 * early and plainly. The walls do not rest on this: most of it can be had back through node:.
 */
function tidyGlobals() {
  for (const name of ["Worker", "localStorage", "sessionStorage", "caches", "BroadcastChannel"]) {
    delete globalThis[name];
  }
  for (const name of ["fetch", "WebSocket", "WebSocketStream", "EventSource", "alert", "prompt"]) {
    delete globalThis[name];
  }
  delete globalThis.confirm;
  Object.defineProperty(navigator, "hardwareConcurrency", { value: 1 });
  delete Navigator.prototype.gpu;
}

/**
 * Behind bubblewrap plugins that run at the same time have one file where it lies, and a lock on it
 * would be a bit that one sets and the other reads. No plugin needs locks: it writes nothing.
 */
function forbidLocks() {
  for (const name of ["lock", "lockSync", "tryLock", "tryLockSync", "unlock", "unlockSync"]) {
    delete Deno.FsFile.prototype[name];
  }
}

/**
 * A Worker has the runtime's inside again, which is taken away below, so there are none. The
 * constructors cannot be removed for good, but their first step, super(), can be made to throw.
 * Loading the second of them takes 10 ms, which is spent where no other wall stands.
 */
async function forbidWorkers() {
  const constructors = [Worker];
  const threads = "node:worker_threads";
  if (walls === "alone") constructors.push((await import(threads)).Worker);
  class NoWorkers {
    constructor() {
      throw new TypeError("a plugin has no Workers");
    }
  }
  for (const constructor of constructors) {
    Object.setPrototypeOf(constructor, NoWorkers);
    Object.preventExtensions(constructor);
  }
}

/**
 * Deno knows the line of source that belongs to an error, and a source map makes that any line of
 * any file, whatever the permissions. There are two ways to see it: to ask the runtime's inside,
 * and to let an error go unhandled, which prints it. Neither is left to the plugin.
 */
function hideSourceLines() {
  // All of it goes to standard error: standard output carries frames.
  const { Console } = Deno[Deno.internal];
  globalThis.console = new Console((text) => writeError(encode(text)));
  delete Deno[Deno.internal];
  const value = EventTarget.prototype.dispatchEvent;
  for (const target of [globalThis, EventTarget.prototype]) {
    Object.defineProperty(target, "dispatchEvent", { value, writable: false, configurable: false });
  }
  addEventListener("unhandledrejection", (event) => {
    prevent(event);
    fail(event.reason, false);
  });
  addEventListener("error", (event) => {
    prevent(event);
    fail(event.error, false);
  });
}

function textOf(value) {
  try {
    return String(value ?? "").slice(0, MAX_TEXT);
  } catch {
    return "";
  }
}

function property(error, name) {
  try {
    return error?.[name];
  } catch {
    return undefined;
  }
}

const DENIED = /Requires (read|write|net|env|sys|run|ffi|import) access|^Specifier not allowed/;

/** What a throw is called when it does not say so itself. */
function codeOf(error, message, loading) {
  const own = property(error, "code");
  if (typeof own === "string" && CODE.test(own)) return own;
  if (property(error, "name") === "NotCapable" || DENIED.test(message)) return "E_PLUGIN_DENIED";
  return loading ? "E_PLUGIN_LOAD" : "E_PLUGIN_THREW";
}

function nextOf(error, code) {
  if (code !== "E_PLUGIN_DENIED") return textOf(property(error, "next"));
  return "A plugin may read its input and its own bundle, nothing else";
}

let failed = false;

/** Tells the kernel what was thrown; the stack goes to standard error, for run.json. */
function fail(error, loading) {
  if (failed) return;
  failed = true;
  const message = textOf(property(error, "message") ?? error)
    // Nobody may: the hint is Deno's, for programs of one's own.
    .replace(/, run again with the --allow-\w+ flag/, "") || "threw without a message";
  const code = codeOf(error, message, loading);
  try {
    writeError(encode(`${textOf(property(error, "stack") ?? message)}\n`));
  } catch {
    // A stack that cannot be printed is not worth losing the error for.
  }
  const frame = {
    code,
    message,
    next: nextOf(error, code),
    allocation: property(error, "name") === "RangeError" &&
      /allocation failed|could not allocate|out of memory|unable to grow/i.test(message),
  };
  send(KIND_FAILURE, encode(stringify(frame)));
  finish(3);
}

async function load() {
  const where = new URL(bundle).href;
  const plugin = (await import(where)).default;
  if (typeof plugin?.execute === "function") return plugin;
  throw new TypeError("the bundle's default export is not definePlugin({ run })");
}

const request = readRequest();
freezeClock();
await forbidWorkers();
tidyGlobals();
forbidLocks();
hideSourceLines();
// From here on a plugin may run, and what standard error says may be its word.
send(KIND_PROGRESS, encode('{"done":0,"total":0,"note":""}'));
let loading = true;
try {
  const plugin = await load();
  loading = false;
  let answered = false;
  await plugin.execute(request, {
    send(kind, body) {
      answered ||= kind === KIND_RESULT;
      send(kind, body);
    },
  });
  // Without an answer the kernel has no reason to give leave.
  if (!answered) exit(0);
  finish(0);
} catch (error) {
  fail(error, loading);
}
