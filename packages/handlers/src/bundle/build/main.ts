import { rm } from 'node:fs/promises';

import { FUNCTION_NAMES } from '../../topology/topology.js';
import { bundleFunctions } from './bundle-functions.js';
import { BUNDLES } from './bundle-of.js';
import { inKilobytes } from './size-budget.js';

/** Bundles every function of the topology, and removes earlier bundles. */
await rm(BUNDLES, { recursive: true, force: true });
for (const [name, bytes] of await bundleFunctions(FUNCTION_NAMES)) {
  process.stdout.write(`${name.padEnd(20)}${inKilobytes(bytes).padStart(8)} KB\n`);
}
