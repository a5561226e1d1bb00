import { describe, expect, it } from '@jest/globals';

import { createGraph } from '../../build/graph.js';
import { layOut } from '../../build/layout.js';
import { nodeIdOf } from './node-of-part.js';

const { nodes } = layOut(createGraph());

describe('the node of a part of a step', () => {
  it.each([
    ['client A', 'client'],
    ['invoke order-creator', 'function:order-creator'],
    ['invoke order-approver', 'functions:api'],
    ['orders.add', 'table:orders'],
    ['queue order-processing', 'queue:order-processing'],
    ['bus.publish', 'bus'],
    ['approvers.ask', 'topic:approvers'],
  ])('of %s is %s, which the picture has', (part, id) => {
    expect(nodeIdOf(part, nodes)).toBe(id);
    expect(nodes.map((node) => node.id)).toContain(id);
  });

  it('is unknown for the platform and the operator', () => {
    expect(nodeIdOf('platform', nodes)).toBeUndefined();
    expect(nodeIdOf('operator', nodes)).toBeUndefined();
    expect(nodeIdOf(undefined, nodes)).toBeUndefined();
  });
});
