import type { ErrorCatalogue } from "../contract/error_page.ts";
import { DIAGNOSTICS_ERRORS } from "../diagnostics/errors.ts";
import { DOCTOR_ERRORS } from "../doctor/errors.ts";
import { EVALUATE_ERRORS } from "../evaluate/errors.ts";
import { EXPORT_ERRORS } from "../export/errors.ts";
import { PIPELINE_ERRORS } from "../pipeline/errors.ts";
import { QUERY_ERRORS } from "../query/errors.ts";
import { REGISTRY_ERRORS } from "../registry/errors.ts";
import { SANDBOX_ERRORS } from "../sandbox/errors.ts";
import { STORE_ERRORS } from "../store/errors.ts";
import { COMMAND_ERRORS } from "./errors.ts";

/** Every code the kernel can end with, from the areas that raise them. */
export const ERRORS: ErrorCatalogue = {
  ...COMMAND_ERRORS,
  ...DIAGNOSTICS_ERRORS,
  ...DOCTOR_ERRORS,
  ...EVALUATE_ERRORS,
  ...EXPORT_ERRORS,
  ...PIPELINE_ERRORS,
  ...QUERY_ERRORS,
  ...REGISTRY_ERRORS,
  ...SANDBOX_ERRORS,
  ...STORE_ERRORS,
};
