import { fileURLToPath } from 'node:url';
import type { FunctionName } from './topology.js';
export function bundleOf(name: FunctionName): string {
  return fileURLToPath(new URL(`../bundle/${name}`, import.meta.url));
}
