import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import { fieldsOf } from './fields.js';

/** The root of the repository, which has cdk.json. */
export const ROOT = join(import.meta.dirname, '../../../..');

/** The command that runs the built CDK app. */
const APP = `${process.execPath} ${join(import.meta.dirname, '../main.js')}`;

/** The folder of the synthesised stack. The deployment uses exactly what was checked there. */
const ASSEMBLY = 'cdk.out';

/** The CDK command line in node_modules. */
export interface Cdk {
  readonly version: string;
  readonly program: string;
}

/** Finds the CDK command line; `undefined` if it is not installed. */
export async function findCdk(): Promise<Cdk | undefined> {
  try {
    const manifest = createRequire(import.meta.url).resolve('aws-cdk/package.json');
    const { version } = fieldsOf(await readFile(manifest, 'utf8')) ?? {};
    return { version: String(version), program: join(dirname(manifest), 'bin/cdk') };
  } catch {
    return undefined; // the preflight prints the command that installs it
  }
}

/** Creates the template, with cdk-nag's checks. */
export function synthArguments(contextArguments: readonly string[]): readonly string[] {
  return ['synth', '--quiet', '--app', APP, '--output', ASSEMBLY, ...contextArguments];
}

export function diffArguments(stackName: string): readonly string[] {
  return ['diff', stackName, '--app', ASSEMBLY];
}

/** @param approval which changes need a confirmation. */
export function deployArguments(stackName: string, approval: string): readonly string[] {
  return ['deploy', stackName, '--app', ASSEMBLY, '--require-approval', approval];
}

/** The path of a stack's template. */
export function templateOf(stackName: string): string {
  return join(ROOT, ASSEMBLY, `${stackName}.template.json`);
}

/** The synthesised template of a stack; `undefined` if it is not valid JSON. */
export async function readTemplate(stackName: string): Promise<unknown> {
  return fieldsOf(await readFile(templateOf(stackName), 'utf8'));
}
