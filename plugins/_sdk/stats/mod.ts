export { autocorrelation } from "./autocorrelation.ts";
export { benjaminiHochberg } from "./benjamini_hochberg.ts";
export {
  betaCdf,
  betaLogCdf,
  betaLogPdf,
  betaLogSurvival,
  betaPdf,
  betaQuantile,
  betaSurvival,
  betaUpperQuantile,
} from "./beta_distribution.ts";
export {
  chiSquareCdf,
  chiSquareLogCdf,
  chiSquareLogPdf,
  chiSquareLogSurvival,
  chiSquarePdf,
  chiSquareQuantile,
  chiSquareSurvival,
  chiSquareUpperQuantile,
} from "./chi_square.ts";
export { compensatedSum } from "./compensated_sum.ts";
export { dropMissing, type Present } from "./drop_missing.ts";
export { erf, erfc } from "./erf.ts";
export { StatsError, type StatsErrorCode } from "./errors.ts";
export {
  fCdf,
  fLogCdf,
  fLogPdf,
  fLogSurvival,
  fPdf,
  fQuantile,
  fSurvival,
  fUpperQuantile,
} from "./f_distribution.ts";
export {
  gammaCdf,
  gammaLogCdf,
  gammaLogPdf,
  gammaLogSurvival,
  gammaPdf,
  gammaQuantile,
  gammaSurvival,
  gammaUpperQuantile,
} from "./gamma_distribution.ts";
export { type Histogram, histogram } from "./histogram.ts";
export { betaI, betaIUpper } from "./incomplete_beta.ts";
export { gammaP, gammaQ } from "./incomplete_gamma.ts";
export { isMissing } from "./is_missing.ts";
export { logGamma } from "./log_gamma.ts";
export { type MaxT, maxT } from "./max_t.ts";
export { MAD_TO_SD, medianAbsoluteDeviation } from "./median_absolute_deviation.ts";
export { midRanks } from "./mid_ranks.ts";
export { type Moments, moments } from "./moments.ts";
export {
  normalCdf,
  normalLogCdf,
  normalLogPdf,
  normalLogSurvival,
  normalPdf,
  normalSurvival,
  normalUpperQuantile,
} from "./normal.ts";
export { normalQuantile } from "./normal_quantile.ts";
export { pearson } from "./pearson.ts";
export { permutationPValue } from "./permutation_p_value.ts";
export { philox4x32 } from "./philox.ts";
export { prefixSums } from "./prefix_sums.ts";
export { quantile } from "./quantile.ts";
export { quantiles } from "./quantiles.ts";
export { radixArgsort } from "./radix_argsort.ts";
export { createRng, type Rng, type Shuffleable } from "./rng.ts";
export { spearman } from "./spearman.ts";
export {
  studentTCdf,
  studentTLogCdf,
  studentTLogPdf,
  studentTLogSurvival,
  studentTPdf,
  studentTQuantile,
  studentTSurvival,
  studentTUpperQuantile,
} from "./student_t.ts";
