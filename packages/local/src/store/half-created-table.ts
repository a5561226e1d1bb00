import { isFields } from '@snacks/domain';
import type { ClassicLevel } from 'classic-level';

/**
 * Removes a table that a killed process left half created, so that it is created again. Call it
 * before dynalite opens the database.
 *
 * Dynalite writes the description of a table twice, first with the status CREATING. If the process
 * ends in between, the table keeps this status for ever: dynalite then rejects every request for it,
 * even to delete it. The table is empty, so no data is lost.
 */
export async function removeHalfCreatedTable(
  database: ClassicLevel<string, unknown>,
  tableName: string,
): Promise<void> {
  const key = `table~${tableName}`;
  const table = await database.get(key);
  if (isFields(table) && table.TableStatus === 'CREATING') await database.del(key);
}
