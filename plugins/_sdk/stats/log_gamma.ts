// Abramowitz & Stegun 6.1.33 (series about 1 and 2) and 6.1.41 (Stirling)
import { HALF_LOG_TWO_PI } from "./constants.ts";
import { STIRLING_FROM, stirlingSeries } from "./stirling_series.ts";

const ONE_MINUS_EULER = 0.42278433509846713939;
// (−1)^k (ζ(k) − 1) / k for k = 30 … 2, by scripts/make_special_function_coefficients.py
// deno-fmt-ignore
const ABOUT_TWO = [
  3.1044247747322272762e-11, -6.4229645638381000221e-11, 1.3304764374244489481e-10,
  -2.7595228851242331452e-10, 5.7313672416788620133e-10, -1.1921401405860912074e-9,
  2.4836745438024783172e-9, -5.1834750419700466551e-9, 1.0838659214896954091e-8,
  -2.271109460894316491e-8, 4.7698101693639805658e-8, -1.0043224823968099609e-7,
  2.1207184805554665869e-7, -4.4924691987645660433e-7, 9.5514121304074198329e-7,
  -2.0392157538013662368e-6, 4.3748667899074878042e-6, -9.439488275268395904e-6,
  0.000020507212775670691553, -0.0000449262367381331417, 0.000099457512781808533715,
  -0.00022315475845357937976, 0.00050966952474304242234, -0.0011927539117032609771,
  0.0028905103307415232858, -0.0073855510286739852663, 0.020580808427784547879,
  -0.067352301053198095133, 0.32246703342411321824,
];

/**
 * Logarithm of the gamma function of a positive number, to full relative accuracy beside its zeros
 * at 1 and 2 too.
 *
 * @returns ∞ at 0 and ∞, NaN below 0
 */
export function logGamma(x: number): number {
  if (!(x > 0)) return x === 0 ? Infinity : NaN;
  if (x < 0.5) return logGamma1p(x) - Math.log(x);
  if (x < 1.5) return logGamma1p(x - 1);
  if (x < 2.5) return aboutTwo(x - 2);
  if (x >= STIRLING_FROM) {
    if (x > 1e17) return x * (Math.log(x) - 1);
    return (x - 0.5) * Math.log(x) - x + HALF_LOG_TWO_PI + stirlingSeries(x);
  }
  let product = 1;
  let base = x;
  while (base >= 2.5) product *= --base;
  return Math.log(product) + aboutTwo(base - 2);
}

/** log Γ(1 + z) for −½ ≤ z ≤ 1, exact where 1 + z would round z away. */
export function logGamma1p(z: number): number {
  return z > 0.5 ? aboutTwo(z - 1) : aboutTwo(z) - Math.log1p(z);
}

/** log Γ(2 + z) for −½ ≤ z ≤ ½. */
function aboutTwo(z: number): number {
  let sum = 0;
  for (let i = 0; i < ABOUT_TWO.length; i++) sum = sum * z + ABOUT_TWO[i]!;
  return z * (ONE_MINUS_EULER + z * sum);
}
