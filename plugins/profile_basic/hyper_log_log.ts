// Flajolet, Fusy, Gandouet & Meunier 2007, "HyperLogLog: the analysis of a near-optimal cardinality
// estimation algorithm"; estimator of Ertl 2017, arXiv:1702.01284, which needs no bias tables
const INDEX_BITS = 14;
const REGISTERS = 1 << INDEX_BITS;
/** Bits of a 64-bit hash that are left for the rank. */
const RANK_BITS = 64 - INDEX_BITS;

/** Standard error of an estimate, relative to the count: 1.04 / √16384. */
export const HYPER_LOG_LOG_ERROR = 1.04 / Math.sqrt(REGISTERS);

/** Estimates how many different hashes it has seen, in 16 KiB whatever their number. */
export class HyperLogLog {
  readonly #registers = new Uint8Array(REGISTERS);

  /**
   * Takes one hash.
   * @param high upper 32 bits
   * @param low lower 32 bits
   */
  add(high: number, low: number): void {
    const index = high >>> (32 - INDEX_BITS);
    const rest = (high << INDEX_BITS) >>> INDEX_BITS;
    const zeros = rest !== 0 ? Math.clz32(rest) - INDEX_BITS : 32 - INDEX_BITS + Math.clz32(low);
    const rank = Math.min(zeros, RANK_BITS) + 1;
    if (this.#registers[index]! < rank) this.#registers[index] = rank;
  }

  /** The estimate, a non-negative number. */
  count(): number {
    const histogram = new Float64Array(RANK_BITS + 2);
    for (const rank of this.#registers) histogram[rank] = histogram[rank]! + 1;
    const m = REGISTERS;
    let z = m * tau(1 - histogram[RANK_BITS + 1]! / m);
    for (let k = RANK_BITS; k >= 1; k--) z = 0.5 * (z + histogram[k]!);
    z += m * sigma(histogram[0]! / m);
    return m * m / (2 * Math.LN2) / z;
  }
}

/** x + Σ x^(2^k) 2^(k − 1), for registers that are still empty. */
function sigma(x: number): number {
  if (x === 1) return Infinity;
  let power = x;
  let weight = 1;
  let sum = x;
  for (;;) {
    power *= power;
    const before = sum;
    sum += power * weight;
    weight += weight;
    if (sum === before) return sum;
  }
}

/** (1 − x − Σ (1 − x^(2^−k))² 2^−k) / 3, for registers that are full. */
function tau(x: number): number {
  if (x === 0 || x === 1) return 0;
  let root = x;
  let weight = 1;
  let sum = 1 - x;
  for (;;) {
    root = Math.sqrt(root);
    const before = sum;
    weight *= 0.5;
    sum -= (1 - root) ** 2 * weight;
    if (sum === before) return sum / 3;
  }
}
