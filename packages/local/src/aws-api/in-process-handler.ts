import { Readable } from 'node:stream';

/** Sends a request, as the global `fetch` does. */
export type Fetch = (request: Request) => Response | Promise<Response>;

/** The parts of a request of the AWS SDK that are sent. */
interface SdkRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** Sends the requests of an AWS client to a server in this process, without a connection. */
export class InProcessHandler {
  constructor(private readonly fetch: Fetch) {}

  async handle({ method, path, headers, body }: SdkRequest) {
    const request = new Request(`http://local${path}`, {
      method,
      headers: { ...headers },
      ...((typeof body === 'string' || body instanceof Uint8Array) && { body }),
    });
    const response = await this.fetch(request);
    return {
      response: {
        statusCode: response.status,
        headers: Object.fromEntries(response.headers),
        body: Readable.from([Buffer.from(await response.arrayBuffer())]),
      },
    };
  }

  /** The client sets no options of a transport that it does not know. */
  updateHttpClientConfig(): void {}

  httpHandlerConfigs(): object {
    return {};
  }
}
