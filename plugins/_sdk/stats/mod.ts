export { StatsError, type StatsErrorCode } from "./errors.ts";
export { normalQuantile } from "./normal_quantile.ts";
export { philox4x32 } from "./philox.ts";
export { createRng, type Rng, type Shuffleable } from "./rng.ts";
