import { rm } from 'node:fs/promises';

import { FUNCTION_NAMES } from '../../topology/topology.js';
import { bundleFunction } from './bundle-function.js';
import { BUNDLES } from './bundle-of.js';
import { inKilobytes } from './size-budget.js';

/** Bundles every function of the topology, and leaves nothing of an earlier one. */
await rm(BUNDLES, { recursive: true, force: true });
for (const name of FUNCTION_NAMES) {
  const bytes = await bundleFunction(name);
  process.stdout.write(`${name.padEnd(20)}${inKilobytes(bytes).padStart(8)} KB\n`);
}
