import { sha256 } from "@noble/hashes/sha2.js";
import { badArgument, badSeed } from "./errors.ts";
import { mulHigh32 } from "./mul_high_32.ts";
import { normalQuantile } from "./normal_quantile.ts";
import { philox4x32 } from "./philox.ts";

/** An array that `shuffle()` can reorder in place. */
export type Shuffleable = Float64Array | Float32Array | Int32Array | Uint32Array | Uint8Array;

/** A seeded stream of random numbers. */
export interface Rng {
  /** An integer in [0, 2^32). One word. */
  uint32(): number;
  /** A multiple of 2^−53 in [0, 1). Two words. */
  float64(): number;
  /** An odd multiple of 2^−53 in (0, 1), so that its logarithm is finite. Two words. */
  openFloat64(): number;
  /** An unbiased integer in [0, n), for an integer n in [1, 2^53]. */
  int(n: number): number;
  /** A standard normal number, by inversion: no state, one `openFloat64()`. */
  normal(): number;
  /** A standard exponential number. */
  exponential(): number;
  /** A gamma number with the given shape > 0 and scale 1. */
  gamma(shape: number): number;
  /** A beta number in [0, 1] with the given a, b > 0. */
  beta(a: number, b: number): number;
  /** Reorders an array in place, every order equally likely; returns it. */
  shuffle<T extends Shuffleable>(array: T): T;
  /** The integers 0 … n − 1 in random order. */
  permutation(n: number): Uint32Array<ArrayBuffer>;
  /** k different integers of [0, n), ascending. */
  sample(n: number, k: number): Uint32Array<ArrayBuffer>;
  /** The stream of this seed with more purposes, whatever has been drawn from this one. */
  fork(...purpose: string[]): Rng;
}

/**
 * A stream of random numbers that is a pure function of a seed and what it is for.
 *
 * The generator is Philox4x32-10 (doi:10.1145/2063384.2063405). The digest is SHA-256 over
 * "statistic-harness/rng/1", a zero byte, the 32 bytes of the seed, and each purpose as its length
 * in UTF-8 bytes (32 bits, little-endian) followed by those bytes: no two lists of purposes share
 * an encoding. As little-endian words, digest 0 and 1 are the key, digest 2 and 3 the upper half
 * of the counter, and the lower half counts blocks from 0; a block's four words are used in order.
 * So streams with different purposes differ in 128 bits and each is 2^66 words long.
 * `createRng(s, "a").fork("b")` is `createRng(s, "a", "b")`.
 *
 * @param seedHex 64 hexadecimal digits
 * @param purpose what the numbers are for, such as "permutation", "17"
 * @throws StatsError E_STATS_SEED when the seed is anything else
 */
export function createRng(seedHex: string, ...purpose: string[]): Rng {
  if (!/^[0-9a-fA-F]{64}$/.test(seedHex)) throw badSeed(seedHex.length);
  return new PhiloxRng(seedHex, purpose);
}

const DOMAIN = "statistic-harness/rng/1\0";

function digestOf(seedHex: string, purpose: readonly string[]): DataView {
  const encoder = new TextEncoder();
  const hash = sha256.create().update(encoder.encode(DOMAIN));
  const seed = new Uint8Array(32);
  for (let i = 0; i < 32; i++) seed[i] = Number.parseInt(seedHex.slice(2 * i, 2 * i + 2), 16);
  hash.update(seed);
  for (const part of purpose) {
    const bytes = encoder.encode(part);
    const length = new Uint8Array(4);
    new DataView(length.buffer).setUint32(0, bytes.length, true);
    hash.update(length).update(bytes);
  }
  const digest = hash.digest();
  return new DataView(digest.buffer, digest.byteOffset, digest.byteLength);
}

class PhiloxRng implements Rng {
  readonly #seedHex: string;
  readonly #purpose: readonly string[];
  readonly #key0: number;
  readonly #key1: number;
  readonly #counter = new Uint32Array(4);
  readonly #block = new Uint32Array(4);
  #used = 4;

  constructor(seedHex: string, purpose: readonly string[]) {
    this.#seedHex = seedHex;
    this.#purpose = purpose;
    const digest = digestOf(seedHex, purpose);
    this.#key0 = digest.getUint32(0, true);
    this.#key1 = digest.getUint32(4, true);
    this.#counter[2] = digest.getUint32(8, true);
    this.#counter[3] = digest.getUint32(12, true);
  }

  uint32(): number {
    if (this.#used === 4) {
      const counter = this.#counter;
      philox4x32(counter, this.#key0, this.#key1, this.#block);
      counter[0] = counter[0]! + 1;
      if (counter[0] === 0) counter[1] = counter[1]! + 1;
      this.#used = 0;
    }
    return this.#block[this.#used++]!;
  }

  float64(): number {
    const high = this.uint32() >>> 5;
    return (high * 0x4000000 + (this.uint32() >>> 6)) * 2 ** -53;
  }

  openFloat64(): number {
    const high = this.uint32() >>> 6;
    return (high * 0x4000000 + (this.uint32() >>> 6) + 0.5) * 2 ** -52;
  }

  // Lemire 2019, doi:10.1145/3230636, up to 2^32; masked rejection above.
  int(n: number): number {
    if (!(n >= 1 && n <= 2 ** 53 && Number.isInteger(n))) {
      throw badArgument("rng.int()", `n is ${n}`, "pass an integer from 1 to 2^53");
    }
    if (n >= 2 ** 32) return this.#wideInt(n);
    let word = this.uint32();
    let low = Math.imul(word, n) >>> 0;
    if (low < n) {
      const threshold = (2 ** 32 - n) % n;
      while (low < threshold) {
        word = this.uint32();
        low = Math.imul(word, n) >>> 0;
      }
    }
    return mulHigh32(word, n) >>> 0;
  }

  #wideInt(n: number): number {
    const shift = Math.clz32(Math.floor((n - 1) / 2 ** 32));
    for (;;) {
      // Of the upper word only as many bits as n − 1 has.
      const high = shift === 32 ? 0 : this.uint32() >>> shift;
      const value = high * 2 ** 32 + this.uint32();
      if (value < n) return value;
    }
  }

  normal(): number {
    return normalQuantile(this.openFloat64());
  }

  exponential(): number {
    return -Math.log(this.openFloat64());
  }

  // Marsaglia & Tsang 2000, doi:10.1145/358407.358414
  gamma(shape: number): number {
    if (!(shape > 0 && shape < Infinity)) {
      throw badArgument("rng.gamma()", `the shape is ${shape}`, "pass a positive finite shape");
    }
    // A shape below 1 is raised by one, and the number scaled by U^(1/shape).
    const boost = shape < 1 ? this.openFloat64() ** (1 / shape) : 1;
    const d = (shape < 1 ? shape + 1 : shape) - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    for (;;) {
      const x = this.normal();
      const root = 1 + c * x;
      if (!(root > 0)) continue;
      const v = root * root * root;
      if (Math.log(this.openFloat64()) < 0.5 * x * x + d * (1 - v + Math.log(v))) {
        return d * v * boost;
      }
    }
  }

  beta(a: number, b: number): number {
    if (!(a > 0 && a < Infinity && b > 0 && b < Infinity)) {
      throw badArgument("rng.beta()", `a is ${a} and b is ${b}`, "pass positive finite shapes");
    }
    if (a < 1 && b < 1) return this.#betaSmall(a, b);
    const x = this.gamma(a);
    return x / (x + this.gamma(b));
  }

  // Jöhnk 1964, doi:10.1007/BF02613706, in logarithms: U^(1/a) underflows for small a.
  #betaSmall(a: number, b: number): number {
    for (;;) {
      const logX = Math.log(this.openFloat64()) / a;
      const logY = Math.log(this.openFloat64()) / b;
      const largest = Math.max(logX, logY);
      const logSum = largest + Math.log(Math.exp(logX - largest) + Math.exp(logY - largest));
      if (logSum <= 0) return Math.exp(logX - logSum);
    }
  }

  // Durstenfeld 1964, doi:10.1145/364520.364540
  shuffle<T extends Shuffleable>(array: T): T {
    for (let i = array.length - 1; i > 0; i--) {
      const j = this.int(i + 1);
      const held = array[i]!;
      array[i] = array[j]!;
      array[j] = held;
    }
    return array;
  }

  permutation(n: number): Uint32Array<ArrayBuffer> {
    if (!(n >= 0 && n < 2 ** 32 && Number.isInteger(n))) {
      throw badArgument("rng.permutation()", `n is ${n}`, "pass an integer from 0 to 2^32 − 1");
    }
    const order = new Uint32Array(n);
    for (let i = 0; i < n; i++) order[i] = i;
    return this.shuffle(order);
  }

  sample(n: number, k: number): Uint32Array<ArrayBuffer> {
    if (
      !(n >= 0 && n < 2 ** 32 && Number.isInteger(n) && k >= 0 && k <= n && Number.isInteger(k))
    ) {
      throw badArgument(
        "rng.sample()",
        `n is ${n} and k is ${k}`,
        "pass integers with 0 ≤ k ≤ n < 2^32",
      );
    }
    return k * 16 < n ? this.#sampleSparse(n, k) : this.#sampleDense(n, k);
  }

  // Floyd's algorithm: Bentley & Floyd 1987, doi:10.1145/30401.315746. O(k log k).
  #sampleSparse(n: number, k: number): Uint32Array<ArrayBuffer> {
    const chosen = new Set<number>();
    for (let top = n - k; top < n; top++) {
      const candidate = this.int(top + 1);
      chosen.add(chosen.has(candidate) ? top : candidate);
    }
    return Uint32Array.from(chosen).sort();
  }

  // Selection sampling: Fan, Muller & Rezucha 1962, doi:10.1080/01621459.1962.10480667. O(n).
  #sampleDense(n: number, k: number): Uint32Array<ArrayBuffer> {
    const out = new Uint32Array(k);
    let taken = 0;
    for (let i = 0; taken < k; i++) {
      if (this.int(n - i) < k - taken) out[taken++] = i;
    }
    return out;
  }

  fork(...purpose: string[]): Rng {
    if (!(purpose.length > 0)) {
      throw badArgument("rng.fork()", "no purpose is given", "name what the new stream is for");
    }
    return new PhiloxRng(this.#seedHex, [...this.#purpose, ...purpose]);
  }
}
