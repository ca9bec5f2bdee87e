/** The version of Deno that everything was tried with; README and CI start this one. */
export const PINNED_DENO = "2.9.6";
