/**
 * Dies as a process does that is killed amid a write to the store of a folder:
 * `node die-amid-write.mjs FOLDER place|claim KEY`. It has placed one order before, whose id it
 * prints. KEY begins the keys of the database before whose next writing it dies.
 */
import { once } from 'node:events';
import { writeSync } from 'node:fs';
import { claim } from '@snacks/domain';
import { aChangeContext, aPlacing } from '@snacks/domain/testing';
import { openDynamoDbOrders } from '@snacks/handlers/dynamodb';
import { ClassicLevel } from 'classic-level';
import dynalite from 'dynalite';

const [folder, command, dyingKey] = process.argv.slice(2);
let armed = false;
const put = Reflect.get(ClassicLevel.prototype, 'put');
ClassicLevel.prototype.put = async function putUnlessDying(key, ...rest) {
  if (armed && key.startsWith(dyingKey)) process.kill(process.pid, 'SIGKILL');
  return put.call(this, key, ...rest);
};

const server = dynalite({ path: folder, createTableMs: 0 });
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const orders = await openDynamoDbOrders(`http://127.0.0.1:${server.address().port}`);
const placing = aPlacing();
await orders.add(placing, 'a'.repeat(64));
writeSync(1, placing.order.orderId);

armed = true;
if (command === 'place') await orders.add(aPlacing(), 'a'.repeat(64));
else await orders.save(claim(placing.order, aChangeContext()));
