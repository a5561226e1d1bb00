import { describe, expect, it } from '@jest/globals';
import {
  environmentOf,
  FUNCTION_NAMES,
  topology,
  type FunctionName,
  type QueueName,
} from '@snacks/handlers';

import { at, synthesised, textOf, type TemplateName } from '../../test/synthesised.js';

function mappingOf(template: TemplateName, queue?: QueueName) {
  const stack = synthesised(template);
  const id = stack.ofType('AWS::SQS::Queue').find((one) => one.properties.QueueName === queue)?.id;
  return stack
    .ofType('AWS::Lambda::EventSourceMapping')
    .map(({ properties }) => properties)
    .find(({ EventSourceArn, StartingPosition }) =>
      queue === undefined ? StartingPosition !== undefined : textOf(EventSourceArn) === `<${id}>`,
    );
}

function functionOf(template: TemplateName, name: FunctionName) {
  return synthesised(template)
    .ofType('AWS::Lambda::Function')
    .find(({ properties }) => properties.FunctionName === name)?.properties;
}

function limitsOf(template: TemplateName, route: string): unknown {
  const [stage] = synthesised(template).ofType('AWS::ApiGatewayV2::Stage');
  return at(stage?.properties, 'RouteSettings', route);
}

const concurrency = (queue: QueueName) =>
  at(mappingOf('ceilings', queue), 'ScalingConfig', 'MaximumConcurrency');

const reserved = (name: FunctionName) => functionOf('ceilings', name)?.ReservedConcurrentExecutions;

describe('the ceilings of a stage', () => {
  it('are those of the topology by default', () => {
    for (const { queue, maximumConcurrency } of topology.queueConsumers) {
      expect(mappingOf('dev', queue)).toMatchObject({
        ScalingConfig: { MaximumConcurrency: maximumConcurrency },
      });
    }
    expect(mappingOf('dev')).toMatchObject({ ParallelizationFactor: 10 });
    expect(limitsOf('dev', 'POST /orders')).toEqual({
      ThrottlingRateLimit: 100,
      ThrottlingBurstLimit: 200,
    });
    expect(at(functionOf('dev', 'order-sweeper'), 'Environment', 'Variables')).toMatchObject({
      SWEEPER_PAGE: '10000',
      INDEX_SHARDS: '8',
    });
  });

  it('scale every route with the rate of orders', () => {
    expect(limitsOf('ceilings', 'POST /orders')).toEqual({
      ThrottlingRateLimit: 1_000,
      ThrottlingBurstLimit: 2_000,
    });
    expect(limitsOf('ceilings', 'GET /orders/{orderId}')).toEqual({
      ThrottlingRateLimit: 2_000,
      ThrottlingBurstLimit: 4_000,
    });
    expect(limitsOf('ceilings', 'POST /orders/{orderId}/approval')).toEqual({
      ThrottlingRateLimit: 200,
      ThrottlingBurstLimit: 400,
    });
  });

  it('change the concurrency of the queues that the parameter names, and reserve it', () => {
    expect(concurrency('order-processing')).toBe(50);
    expect(reserved('order-processor')).toBe(50);
    expect(concurrency('order-metrics')).toBe(10);
    expect(reserved('order-metrics')).toBe(10);
    expect(concurrency('order-notifications')).toBe(5);
    expect(reserved('order-notifier')).toBe(5);
    expect(FUNCTION_NAMES.filter((name) => reserved(name) === 1)).toEqual(['order-sweeper']);
  });

  it('set how many batches of a shard the relay gets, one in an account with little concurrency', () => {
    expect(mappingOf('ceilings')).toMatchObject({ ParallelizationFactor: 3 });
    expect(mappingOf('unreserved')).toMatchObject({ ParallelizationFactor: 1 });
  });

  it('sample the log of every function alike', () => {
    const samplings = FUNCTION_NAMES.map((name) =>
      at(functionOf('ceilings', name), 'Environment', 'Variables', 'LOG_SAMPLING'),
    );

    expect(new Set(samplings)).toEqual(new Set(['10']));
  });

  it('set how many orders of each state a run of the sweeper reads', () => {
    const variables = at(functionOf('ceilings', 'order-sweeper'), 'Environment', 'Variables');

    expect(variables).toMatchObject({ SWEEPER_PAGE: '2000' });
  });

  it('set the shards of the index by status, alike in every function that uses them', () => {
    const users = FUNCTION_NAMES.filter((name) => environmentOf(name).includes('INDEX_SHARDS'));
    const shards = users.map((name) =>
      at(functionOf('ceilings', name), 'Environment', 'Variables', 'INDEX_SHARDS'),
    );

    expect(users).toContain('order-lister');
    expect(new Set(shards)).toEqual(new Set(['20']));
  });
});

describe('the filter of the stream', () => {
  it('is the one of the topology, which the local platform applies too', () => {
    const patterns = at(mappingOf('dev'), 'FilterCriteria', 'Filters');

    expect(patterns).toEqual([{ Pattern: expect.any(String) }]);
    expect(JSON.parse(textOf(at(patterns, 0, 'Pattern')))).toEqual(topology.streamConsumer.filter);
  });
});
