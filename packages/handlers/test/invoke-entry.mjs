// Invokes the deployed entry of a function in this process, as Lambda's runtime would, and prints
// what it answers: node invoke-entry.mjs FUNCTION EVENT
const [name, event] = process.argv.slice(2);
const { handler } = await import(`../dist/${name}/handler.js`);
const context = { awsRequestId: 'request-1', functionName: name };
const result = await handler(JSON.parse(event), context);
process.stderr.write(JSON.stringify(result ?? null));
process.exit(0);
