import { UpdateCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { topology } from '@snacks/handlers';

import type { Deployment } from '../deployment.js';
import { TableItem } from './table-item.js';

/** The key of the item that has all snacks on sale. */
const ALL_SNACKS = 'snacks';

/** The attempts to take the snack off sale, if others change the catalogue meanwhile. */
const MAX_ATTEMPTS = 10;

/** A snack of the catalogue. */
export interface SnackOnSale {
  readonly name: string;
  readonly cents: number;
}

/** Puts the snack that only the proof orders on sale: a deployment may refuse every other snack. */
export class SyntheticSale {
  private readonly item: TableItem;

  constructor(
    private readonly dynamodb: DynamoDBDocumentClient,
    deployment: Deployment,
    private readonly snack: SnackOnSale,
  ) {
    const { partitionKey } = topology.tables.catalogue;
    const tableName = deployment.tableName('catalogue');
    this.item = new TableItem(dynamodb, tableName, partitionKey, ALL_SNACKS);
  }

  /** How a person takes it off sale. */
  get endCommand(): string {
    return `curl -X DELETE "$API_ENDPOINT/snacks/${encodeURIComponent(this.snack.name)}" -H "authorization: Bearer $OPERATOR_TOKEN"`;
  }

  async begin(): Promise<void> {
    const { name, cents } = this.snack;
    await this.update(
      'SET snacks = list_append(if_not_exists(snacks, :none), :snack), #version = if_not_exists(#version, :zero) + :one',
      { ':none': [], ':snack': [{ name, price: cents }], ':zero': 0, ':one': 1 },
    );
  }

  async end(): Promise<void> {
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
      const item = (await this.item.read()) ?? {};
      const snacks: unknown[] = Array.isArray(item.snacks) ? item.snacks : [];
      const index = snacks.findIndex((snack) => this.isOwn(snack));
      if (index === -1 || (await this.removeAt(index))) return;
    }
    throw new Error('others change the catalogue all the time');
  }

  /** Whether the snack was still there, and is off sale. */
  private async removeAt(index: number): Promise<boolean> {
    try {
      await this.update(
        `REMOVE snacks[${index}] SET #version = #version + :one`,
        { ':one': 1, ':name': this.snack.name },
        `snacks[${index}].#name = :name`,
      );
      return true;
    } catch (error) {
      if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return false;
      throw error;
    }
  }

  private isOwn(snack: unknown): boolean {
    return (
      typeof snack === 'object' &&
      snack !== null &&
      'name' in snack &&
      snack.name === this.snack.name
    );
  }

  private async update(
    expression: string,
    values: Readonly<Record<string, unknown>>,
    condition?: string,
  ): Promise<void> {
    await this.dynamodb.send(
      new UpdateCommand({
        TableName: this.item.tableName,
        Key: { ...this.item.key },
        UpdateExpression: expression,
        ExpressionAttributeNames: {
          '#version': 'version',
          ...(condition !== undefined && { '#name': 'name' }),
        },
        ExpressionAttributeValues: values,
        ...(condition !== undefined && { ConditionExpression: condition }),
      }),
    );
  }
}
