import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { awsPlatform } from '../../../test/aws-platform.js';

let aws: Awaited<ReturnType<typeof awsPlatform>>;

beforeEach(async () => {
  aws = await awsPlatform();
});

afterEach(async () => {
  await aws.stop(5_000);
});

describe('the logs, over the API of CloudWatch Logs', () => {
  const logGroupName = '/aws/lambda/order-processor';

  it('have a group for each function', async () => {
    const { body } = await aws.logs('DescribeLogGroups', { logGroupNamePrefix: logGroupName });

    expect(body.logGroups).toEqual([expect.objectContaining({ logGroupName })]);
  });

  it('are found by function, time and terms, page by page', async () => {
    await aws.placeAndProcess();
    const orderId = await aws.placeAndProcess();
    await aws.platform.waitUntilIdle(5_000); // the log line follows the status PROCESSED
    const filterPattern = '"order processed"';

    const first = await aws.logs('FilterLogEvents', { logGroupName, filterPattern, limit: 1 });
    const all = await aws.logs('FilterLogEvents', {
      logGroupIdentifier: logGroupName,
      filterPattern,
    });
    const rest = await aws.logs('FilterLogEvents', {
      logGroupName,
      filterPattern,
      nextToken: first.body.nextToken,
    });
    const past = await aws.logs('FilterLogEvents', { logGroupName, endTime: 1 });

    const found = Array.isArray(all.body.events) ? all.body.events : [];
    expect(found).toHaveLength(2);
    expect(found[1]).toMatchObject({ message: expect.stringContaining(orderId) });
    expect(first.body.events).toEqual(found.slice(0, 1));
    expect(rest.body.events).toEqual(found.slice(1));
    expect(past.body.events).toEqual([]);
  });

  it.each([
    [{ logGroupName: '/aws/lambda/unknown' }, 'There is no log group'],
    [{ logGroupName, filterPattern: '{ $.level = "info" }' }, 'Unsupported filter pattern'],
    [{ logGroupName, nextToken: 'x' }, 'nextToken'],
  ])('refuse %j', async (parameters, message) => {
    const response = await aws.logs('FilterLogEvents', parameters);

    expect(response.status).toBe(400);
    expect(response.body.message).toContain(message);
  });
});
