/** ½ log 2π */
export const HALF_LOG_TWO_PI = 0.9189385332046728;
/** √(2π) */
export const SQRT_TWO_PI = 2.5066282746310007;
/** 1 / √(2π) */
export const INVERSE_SQRT_TWO_PI = 0.3989422804014327;
