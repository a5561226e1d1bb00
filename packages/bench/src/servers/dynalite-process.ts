import { once } from 'node:events';
import dynalite from 'dynalite';

import { portOf } from '@snacks/local';

/**
 * Runs dynalite in its own process, so that its work does not count as the client's. It sends its port
 * to the parent process and, for any message from there, the number of requests by operation.
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
