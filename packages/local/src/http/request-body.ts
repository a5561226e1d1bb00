import type { HonoRequest } from 'hono';

/** Whether a request has a body, according to its headers (RFC 9112, section 6). */
export function hasBody(request: HonoRequest): boolean {
  const length = request.header('content-length') ?? '0';
  return length !== '0' || request.header('transfer-encoding') !== undefined;
}

/**
 * Reads the whole body of a request. For a request without a body it does not call the library, which
 * would first create a web `Request`: that costs more than everything else it does.
 */
export async function bodyOf(request: HonoRequest): Promise<Buffer> {
  return hasBody(request) ? Buffer.from(await request.arrayBuffer()) : Buffer.alloc(0);
}
