import { synthesised } from '../synthesised.js';

/** The templates that the rules check. */
export const STAGES = {
  dev: synthesised('dev'),
  prod: synthesised('prod'),
  staging: synthesised('staging'),
};
