import type { HonoRequest } from 'hono';

/** Whether a request has a body (RFC 9112, 6): HTTP announces it. */
export function announcesBody(request: HonoRequest): boolean {
  const length = request.header('content-length') ?? '0';
  return length !== '0' || request.header('transfer-encoding') !== undefined;
}

/**
 * The whole body of a request. One that is not announced is not asked for: the library would make a
 * web request of it first, which takes longer than all else that it does.
 */
export async function bodyOf(request: HonoRequest): Promise<Buffer> {
  return announcesBody(request) ? Buffer.from(await request.arrayBuffer()) : Buffer.alloc(0);
}
