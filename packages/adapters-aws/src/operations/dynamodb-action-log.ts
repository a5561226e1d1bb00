import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  PutCommand,
  QueryCommand,
  UpdateCommand,
  type DynamoDBDocumentClient,
} from '@aws-sdk/lib-dynamodb';
import { isTimestamp, toMilliseconds } from '@snacks/domain';
import type { Clock } from '@snacks/domain/ports';
import {
  OPERATOR_ACTIONS,
  type ActionLog,
  type ActionPage,
  type ActionPosition,
  type OperatorAction,
} from '@snacks/operations';

import { documentClient, type Document } from '../dynamodb/document-client.js';
import { expiryIn } from '../dynamodb/expiry.js';

export interface DynamoDbActionLogOptions {
  readonly tableName: string;
  readonly clock: Clock;
  /** Days after which DynamoDB may delete an action, and how far back a listing goes. */
  readonly retentionDays: number;
}

const DAY = 86_400_000;

/** Sorts after every sort key, which starts with a digit. */
const NEWEST = '~';

/**
 * Keeps what operators did in a DynamoDB table that `OPERATOR_ACTIONS_TABLE` describes: one item for each
 * action, all of a month under one key, sorted by time.
 */
export class DynamoDbActionLog implements ActionLog {
  private readonly client: DynamoDBDocumentClient;

  constructor(
    client: DynamoDBClient,
    private readonly options: DynamoDbActionLogOptions,
  ) {
    this.client = documentClient(client);
  }

  async add(action: OperatorAction): Promise<void> {
    const { tableName, retentionDays } = this.options;
    await this.client.send(
      new PutCommand({
        TableName: tableName,
        Item: { ...keyOf(action), ...action, ...expiryIn(retentionDays) },
      }),
    );
  }

  async complete(action: ActionPosition, outcome: string): Promise<void> {
    await this.client.send(
      new UpdateCommand({
        TableName: this.options.tableName,
        Key: keyOf(action),
        UpdateExpression: 'SET outcome = :outcome',
        ConditionExpression: 'attribute_exists(outcome)',
        ExpressionAttributeValues: { ':outcome': outcome },
      }),
    );
  }

  async list({
    limit,
    after,
  }: {
    readonly limit: number;
    readonly after?: ActionPosition;
  }): Promise<ActionPage> {
    const { clock, retentionDays } = this.options;
    const oldest = monthOf(clock.now() - retentionDays * DAY);
    const start = after === undefined ? clock.now() + DAY : toMilliseconds(after.at);
    const before = after === undefined ? NEWEST : sortKeyOf(after);
    const found: OperatorAction[] = [];
    for (
      let month = monthOf(start);
      month >= oldest && found.length <= limit;
      month = previous(month)
    ) {
      found.push(...(await this.ofMonth(month, before, limit + 1 - found.length)));
    }
    const actions = found.slice(0, limit);
    const last = actions.at(-1);
    return {
      actions,
      ...(found.length > limit &&
        last !== undefined && { next: { at: last.at, actionId: last.actionId } }),
    };
  }

  private async ofMonth(
    month: string,
    before: string,
    limit: number,
  ): Promise<readonly OperatorAction[]> {
    const { Items = [] } = await this.client.send(
      new QueryCommand({
        TableName: this.options.tableName,
        KeyConditionExpression: '#month = :month AND atActionId < :before',
        ExpressionAttributeNames: { '#month': 'month' },
        ExpressionAttributeValues: { ':month': month, ':before': before },
        ScanIndexForward: false,
        ConsistentRead: true,
        Limit: limit,
      }),
    );
    return Items.flatMap(toAction);
  }
}

function keyOf(action: ActionPosition) {
  return { month: monthOf(toMilliseconds(action.at)), atActionId: sortKeyOf(action) };
}

function sortKeyOf({ at, actionId }: ActionPosition): string {
  return `${at}#${actionId}`;
}

/** The month of a time, such as `2026-11`. */
function monthOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 7);
}

function previous(month: string): string {
  return monthOf(Date.parse(`${month}-01T00:00:00.000Z`) - 1);
}

/** The item's action, or none if the item is not one that {@link DynamoDbActionLog} writes. */
function toAction(item: Document): OperatorAction[] {
  const action = OPERATOR_ACTIONS.find((one) => one === item.action);
  const { at, actionId, actor, subject, reason, outcome } = item;
  if (
    action === undefined ||
    !isTimestamp(at) ||
    typeof actionId !== 'string' ||
    typeof actor !== 'string' ||
    typeof subject !== 'string' ||
    typeof reason !== 'string' ||
    typeof outcome !== 'string'
  ) {
    return [];
  }
  return [{ actionId, at, actor, action, subject, reason, outcome }];
}
