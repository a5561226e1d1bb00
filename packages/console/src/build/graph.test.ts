import { describe, expect, it } from '@jest/globals';
import { topology } from '@snacks/handlers';

import { createGraph } from './graph.js';
import { layOut } from './layout.js';

const graph = createGraph();
const names = new Set(graph.nodes.flatMap(({ name, members }) => [name, ...members]));

describe('the graph of the console', () => {
  it('has every queue that a function consumes, and its consumer', () => {
    for (const { queue, function: consumer } of topology.queueConsumers) {
      expect(names).toContain(queue);
      expect(names).toContain(consumer);
    }
  });

  it('has every function except those of the operators', () => {
    const missing = Object.keys(topology.functions).filter((name) => !names.has(name));

    expect(missing).toEqual(['operations-reader', 'operations-actor']);
  });

  it('shows each dead-letter queue at the part whose work fails', () => {
    const shown = graph.nodes.flatMap(({ deadLetterQueues }) => deadLetterQueues);
    const queues = Object.keys(topology.queues).filter((name) => name.endsWith('-dlq'));

    expect(new Set(shown)).toEqual(new Set(queues));
  });

  it('marks an unbroken way of every order, from the customer to the payment', () => {
    const main = graph.edges.filter((edge) => edge.main);

    expect(main).toHaveLength(7);
    expect(main.map(({ from }) => from)).toContain('client');
    expect(main.map(({ to }) => to)).toContain('table:payments');
  });
});

describe('the layout', () => {
  const picture = layOut(graph);

  it('keeps every node inside the picture, and no two on one another', () => {
    for (const [index, node] of picture.nodes.entries()) {
      expect(node.x - node.width / 2).toBeGreaterThanOrEqual(0);
      expect(node.x + node.width / 2).toBeLessThanOrEqual(picture.width);
      expect(node.y + node.height / 2).toBeLessThanOrEqual(picture.height);
      for (const other of picture.nodes.slice(index + 1)) {
        const apart =
          Math.abs(node.x - other.x) >= (node.width + other.width) / 2 ||
          Math.abs(node.y - other.y) >= (node.height + other.height) / 2;
        expect([node.id, other.id, apart]).toEqual([node.id, other.id, true]);
      }
    }
  });

  it('draws each arrow from its node to the next one', () => {
    for (const { points } of picture.edges) expect(points.length).toBeGreaterThan(1);
  });
});
