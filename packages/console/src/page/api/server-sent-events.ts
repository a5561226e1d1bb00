/** An event of a stream in the format of server-sent events. */
export interface ServerSentEvent {
  readonly id?: string;
  /** `message` if the stream names none. */
  readonly name: string;
  /** '' if there is none, as in a block that only says when to connect again. */
  readonly data: string;
  /** Milliseconds after which a client connects again. */
  readonly retry?: number;
}

/** Splits a text into its whole events, and the beginning of the next one. */
export function splitEvents(text: string): {
  readonly events: readonly ServerSentEvent[];
  readonly rest: string;
} {
  const blocks = text.replaceAll('\r\n', '\n').split('\n\n');
  const rest = blocks.pop() ?? '';
  return { events: blocks.map(readEvent), rest };
}

function readEvent(block: string): ServerSentEvent {
  const fields = new Map<string, string>();
  for (const line of block.split('\n')) {
    const [, name = '', value = ''] = /^([^:]+):? ?(.*)$/.exec(line) ?? [];
    const before = name === 'data' ? fields.get(name) : undefined;
    fields.set(name, before === undefined ? value : `${before}\n${value}`);
  }
  const [id, retry] = [fields.get('id'), Number(fields.get('retry'))];
  return {
    ...(id !== undefined && { id }),
    name: fields.get('event') ?? 'message',
    data: fields.get('data') ?? '',
    ...(retry > 0 && { retry }),
  };
}
