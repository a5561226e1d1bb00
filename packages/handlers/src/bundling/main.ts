import { FUNCTION_NAMES } from '../topology.js';
import { bundleFunction } from './bundle-function.js';
import { inKilobytes } from './size-budget.js';

/** Bundles every function of the topology: what is deployed. */
for (const name of FUNCTION_NAMES) {
  const bytes = await bundleFunction(name);
  process.stdout.write(`${name.padEnd(20)}${inKilobytes(bytes).padStart(8)} KB\n`);
}
