import { once } from 'node:events';
import dynalite from 'dynalite';

import { portOf } from '@snacks/local';

/**
 * dynalite in a process of its own, so that its work is not the client's. Tells its parent the port,
 * and whenever the parent says anything, how often each operation was requested.
 */
const requests = new Map<string, number>();
const server = dynalite({ createTableMs: 0 });
server.on('request', ({ headers }) => {
  const operation = String(headers['x-amz-target']).split('.')[1] ?? '';
  requests.set(operation, (requests.get(operation) ?? 0) + 1);
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
process.on('message', () => process.send?.({ requests: Object.fromEntries(requests) }));
process.on('disconnect', () => process.exit(0));
process.send?.({ port: portOf(server) });
