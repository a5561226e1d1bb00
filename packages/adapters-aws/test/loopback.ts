import type { Server } from 'node:net';

/** The address that the servers of tests listen on. */
export const LOOPBACK = '127.0.0.1';

/** Starts a server on a free port of the loopback interface, and returns its endpoint. */
export async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, LOOPBACK, resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return `http://${LOOPBACK}:${address.port}`;
}

/** Stops a server that {@link listen} started. Resolves once its connections are closed. */
export async function close(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
}
