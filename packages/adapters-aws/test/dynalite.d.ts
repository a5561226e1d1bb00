/** What the tests use of dynalite, which comes without types. */
declare module 'dynalite' {
  import type { Server } from 'node:http';

  interface DynaliteOptions {
    /** Milliseconds that a table takes to be created. */
    readonly createTableMs?: number;
    /** Milliseconds that a table takes to be deleted. */
    readonly deleteTableMs?: number;
  }

  export default function dynalite(options?: DynaliteOptions): Server;
}
