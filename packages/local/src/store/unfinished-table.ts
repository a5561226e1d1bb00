import { isFields } from '@snacks/domain';
import type { ClassicLevel } from 'classic-level';

/**
 * Forgets a table that a killed process had only begun to create, so that it is created again. To
 * be called before dynalite opens the database.
 *
 * Dynalite writes down a table twice, first as one that is being created. If the process ends in
 * between, the table stays so for ever: it takes no requests, and cannot be deleted by one. There
 * is nothing in it that could be lost.
 */
export async function forgetUnfinishedTable(
  database: ClassicLevel<string, unknown>,
  tableName: string,
): Promise<void> {
  const key = `table~${tableName}`;
  const table = await database.get(key);
  if (isFields(table) && table.TableStatus === 'CREATING') await database.del(key);
}
