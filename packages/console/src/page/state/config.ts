import { signal } from '@preact/signals';

import type { ConsoleConfig } from '../../index.js';
import { call } from '../api/client.js';

export const config = signal<ConsoleConfig | undefined>(undefined);

/** Reads what this platform has. Tries again while it does not respond. */
export async function loadConfig(): Promise<void> {
  try {
    config.value = await call<ConsoleConfig>('config.json');
  } catch {
    setTimeout(() => void loadConfig(), 1_000);
  }
}
