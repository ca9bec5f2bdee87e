// Chebyshev series of (1 + 2x) exp(x²) erfc(x) in (x − 3) / (x + 3): the form of Shepherd &
// Laframboise 1981, doi:10.1090/S0025-5718-1981-0595058-X, with coefficients of our own
const TWO_OVER_SQRT_PI = 1.1283791670955126;
const SERIES_BELOW = 0.75;
// by scripts/make_special_function_coefficients.py, highest degree first
// deno-fmt-ignore
const CHEBYSHEV = [
  1.0006111691821667611e-16, 2.3514112257811403525e-16, -1.5169878690228115682e-15,
  -7.2879437375926731568e-15, 1.9734255745447388335e-14, 1.8134502003176962422e-13,
  -2.0792249285979899778e-13, -4.2773400643969108248e-12, 1.4757159766234730087e-12,
  1.0361607445969489676e-10, -1.4600791199391049408e-11, -2.6995190497983639975e-9,
  1.8856685238386027905e-9, 7.5498283438250928278e-8, -1.8075227904148371024e-7,
  -2.0072285659059914438e-6, 0.000012841532864056670734, 0.000017661719523171591851,
  -0.00063355317105531469398, 0.0044534260614627115695, -0.018976596707845207386,
  0.054366525557443220495, -0.093775503422842090522, 0.0053539045396156767694,
];
const CHEBYSHEV_0 = 1.1775625741965600463;

/** Error function 2/√π ∫₀ˣ exp(−t²) dt, to full relative accuracy near 0. */
export function erf(x: number): number {
  if (Math.abs(x) < SERIES_BELOW) return erfSeries(x);
  return x < 0 ? erfc(-x) - 1 : 1 - erfc(x);
}

/** 1 − erf(x), to full relative accuracy until it underflows at x = 26.5. */
export function erfc(x: number): number {
  if (x < SERIES_BELOW) return x > -SERIES_BELOW ? 1 - erfSeries(x) : 2 - erfc(-x);
  // exp(−x²) from 26 bits of x and the rest, because x² rounds.
  const head = Math.fround(x);
  if (head > 30) return 0;
  return Math.exp(-head * head) * Math.exp((head - x) * (head + x)) * scaledErfc(x);
}

/** exp(x²) erfc(x) for x ≥ 0, which does not underflow. */
export function scaledErfc(x: number): number {
  const t = x < Infinity ? (x - 3) / (x + 3) : 1;
  let next = 0;
  let after = 0;
  for (let i = 0; i < CHEBYSHEV.length; i++) {
    const current = 2 * t * next - after + CHEBYSHEV[i]!;
    after = next;
    next = current;
  }
  return (t * next - after + CHEBYSHEV_0) / (1 + 2 * x);
}

/** Maclaurin's series; below ¾ it loses a third of a digit. */
function erfSeries(x: number): number {
  const square = -x * x;
  let sum = 1;
  let term = 1;
  for (let k = 1; Math.abs(term) > 1e-17; k++) {
    term *= square / k;
    sum += term / (2 * k + 1);
  }
  return TWO_OVER_SQRT_PI * x * sum;
}
