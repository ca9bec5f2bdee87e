/** What an error code means, as `explain` prints it, and how a command that meets it ends. */
export interface ErrorPage {
  /** 1 the run failed, 2 usage or bad input, 3 broken installation. */
  readonly exit: 1 | 2 | 3;
  readonly explanation: string;
}

/** The pages of one area's codes. */
export type ErrorCatalogue = Readonly<Record<string, ErrorPage>>;
