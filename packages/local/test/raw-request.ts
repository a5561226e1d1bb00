import { once } from 'node:events';
import { Agent, IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';

/** A request that is sent unchanged, even if it is malformed. */
export interface RawRequest {
  readonly method: string;
  /** Path and query, exactly as they are sent. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

export interface RawResponse {
  readonly status: number;
  readonly contentType: string | null;
  readonly body: string;
}

/** Sends requests to one server over persistent connections. The caller closes it. */
export class RawClient {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 16 });

  constructor(private readonly url: string) {}

  async send({ method, path, headers, body }: RawRequest): Promise<RawResponse> {
    const { hostname, port } = new URL(this.url);
    const options = { agent: this.agent, hostname, port, method, path };
    // Node sends no length for DELETE, so the server would read the body as another request.
    const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
    const sent = request({ ...options, headers: { ...headers, ...length } }).end(body);
    const [response] = await once(sent, 'response');
    if (!(response instanceof IncomingMessage)) throw new Error('No response.');
    const { statusCode: status = 0 } = response;
    const contentType = response.headers['content-type'] ?? null;
    return { status, contentType, body: await text(response) };
  }

  close(): void {
    this.agent.destroy();
  }
}
