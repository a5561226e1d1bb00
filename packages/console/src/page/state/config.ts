import { signal } from '@preact/signals';

import type { ConsoleConfig } from '../../index.js';
import { forgetToken } from './session.js';

export const config = signal<ConsoleConfig | undefined>(undefined);

/** Reads what this platform has. Tries again while it does not respond. */
export async function loadConfig(): Promise<void> {
  try {
    const response = await fetch('config.json');
    if (!response.ok) throw new Error(`config.json: HTTP ${response.status}`);
    const loaded: ConsoleConfig = await response.json();
    if (!loaded.auth) forgetToken();
    config.value = loaded;
  } catch {
    setTimeout(() => void loadConfig(), 1_000);
  }
}
