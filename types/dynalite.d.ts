/** What is used of dynalite, which comes without types. */
declare module 'dynalite' {
  import type { Server } from 'node:http';

  interface DynaliteOptions {
    /** The folder that the data lies in; in memory where it is left out. */
    readonly path?: string;
    /** Milliseconds that a table takes to be created. */
    readonly createTableMs?: number;
    /** Milliseconds that a table takes to be deleted. */
    readonly deleteTableMs?: number;
  }

  export default function dynalite(options?: DynaliteOptions): Server;
}
