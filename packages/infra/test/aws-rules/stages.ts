import { synthesised } from '../synthesised.js';

/** The stages whose templates are checked by the rules. */
export const STAGES = {
  dev: synthesised('dev'),
  prod: synthesised('prod'),
  staging: synthesised('staging'),
};
