import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { isFields } from '@snacks/domain';

const ROUTE =
  /^(GET|POST) \/2018-06-01\/runtime\/(init|invocation)(?:\/([^/]+))?\/(next|response|error)$/;

/** The outcome of an invocation, parsed from JSON: the result of the function, or its error. */
export interface ProcessOutcome {
  readonly ok: boolean;
  readonly body: unknown;
}

/** Passes an event to the process that requested one. */
export type HandOver = (
  event: unknown,
  headers: Readonly<
    Record<'aws-request-id' | 'deadline-ms' | 'invoked-function-arn' | 'trace-id', string>
  >,
) => void;

interface RuntimeEvents {
  /** The process requests its next event. */
  next: [HandOver];
  /** The process reports the outcome of its event. */
  response: [ProcessOutcome];
  /** The process could not load its function; the value is the error message. */
  'init-error': [string];
}

/** Lambda's Runtime API for one process, on a free port of 127.0.0.1. */
export class RuntimeApi extends EventEmitter<RuntimeEvents> {
  private readonly server: Server;

  constructor() {
    super();
    this.server = createServer((request, response) => void this.serve(request, response));
  }

  /** Starts to listen, and returns `host:port`. */
  async listen(): Promise<string> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    const address = this.server.address();
    if (address === null || typeof address === 'string') throw new Error('The server has no port.');
    return `127.0.0.1:${address.port}`;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const route = ROUTE.exec(`${request.method} ${request.url}`);
    const [, , phase, , what] = route ?? [];
    if (what === 'next') {
      this.emit('next', (event, headers) => {
        for (const [name, value] of Object.entries(headers)) {
          response.setHeader(`lambda-runtime-${name}`, value);
        }
        response.end(JSON.stringify(event));
      });
      return;
    }
    const body: unknown = JSON.parse(await text(request));
    response.writeHead(route === null ? 404 : 202).end();
    if (phase === 'init')
      this.emit('init-error', String(isFields(body) ? body.errorMessage : body));
    else if (what !== undefined) this.emit('response', { ok: what === 'response', body });
  }
}
