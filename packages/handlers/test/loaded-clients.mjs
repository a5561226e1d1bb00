// Prints which clients of AWS the deployed entry of a function loads: node loaded-clients.mjs FUNCTION
import { createRequire } from 'node:module';

await import(`../dist/${process.argv[2]}/handler.js`);
// The SDK's packages are CommonJS modules, all of which stand here once they are loaded.
const files = Object.keys(createRequire(import.meta.url).cache);
const clients = files.flatMap((file) => /@aws-sdk\/(client-[\w-]+)\//.exec(file)?.[1] ?? []);
process.stderr.write(JSON.stringify([...new Set(clients)].sort()));
process.exit(0);
