import { describe, expect, it } from '@jest/globals';

import { splitEvents } from './server-sent-events.js';

describe('a stream of server-sent events', () => {
  it('is split into its events, and keeps the beginning of the next one', () => {
    const text = 'id: p-1\nevent: event\ndata: {"a":1}\n\nid: p-2\nevent: forg';

    expect(splitEvents(text)).toEqual({
      events: [{ id: 'p-1', name: 'event', data: '{"a":1}' }],
      rest: 'id: p-2\nevent: forg',
    });
  });

  it('says when to connect again, and sends comments while nothing happens', () => {
    expect(splitEvents('retry: 1000\n\n: still connected\n\n').events).toEqual([
      { name: 'message', data: '', retry: 1_000 },
      { name: 'message', data: '' },
    ]);
  });

  it('joins the lines of data', () => {
    expect(splitEvents('data: a\ndata:b\n\n').events).toEqual([{ name: 'message', data: 'a\nb' }]);
  });
});
