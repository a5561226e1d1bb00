import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const PACKAGE = new URL('../', import.meta.url);

/** The folder of the bundled stack and the templates. It is in the package, so that imports resolve. */
const FOLDER = new URL(`coverage/templates-${process.pid}/`, PACKAGE);

/**
 * Runs before the tests and synthesises every template that they read, once. Loading CDK takes two
 * seconds in each test file.
 */
export default async function synthesiseTemplates() {
  process.env.CDK_VALIDATION = 'false'; // CDK's own checks are slow; npm run ship runs them
  await mkdir(FOLDER, { recursive: true });
  const bundle = new URL('stack.mjs', FOLDER);
  await build({
    stdin: {
      contents: `
        export { ServerlessSnacksStack } from './src/stack/serverless-snacks-stack.ts';
        export { readParameters } from './src/parameters.ts';
        export { nameIn } from './src/names.ts';`,
      resolveDir: fileURLToPath(PACKAGE),
    },
    outfile: fileURLToPath(bundle),
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
  });
  const { ServerlessSnacksStack, readParameters, nameIn } = await import(bundle.href);
  const { default: cdk } = await import('aws-cdk-lib');
  const { Template } = await import('aws-cdk-lib/assertions');
  const contexts = JSON.parse(await readFile(new URL('templates.json', import.meta.url), 'utf8'));
  for (const [name, context] of Object.entries(contexts)) {
    const parameters = readParameters(context);
    const app = new cdk.App({ analyticsReporting: false });
    const id = nameIn(parameters.stage, 'ServerlessSnacksStack');
    const stack = new ServerlessSnacksStack(app, id, { parameters });
    const template = JSON.stringify(Template.fromStack(stack).toJSON());
    await writeFile(new URL(`${name}.json`, FOLDER), template);
  }
  process.env.TEMPLATES_FOLDER = FOLDER.href;
}

export async function removeTemplates() {
  await rm(FOLDER, { recursive: true });
}
