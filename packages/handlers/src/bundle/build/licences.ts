import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isFields } from '@snacks/domain';
import type { Metafile } from 'esbuild';

import { packageFolderOf } from './size-budget.js';

const LICENCE_FILE = /^(licen[cs]e|notice|copying|copyrightnotice)/i;

/**
 * Returns the licence texts of all packages in a bundle, because minification removes them from the
 * code. Each text appears once, under the names of its packages.
 */
export function licencesOf({ inputs }: Metafile['outputs'][string]): string {
  const folders = Object.entries(inputs).flatMap(([file, { bytesInOutput }]) =>
    bytesInOutput > 0 ? (packageFolderOf(file) ?? []) : [],
  );
  const holders = new Map<string, string[]>();
  for (const folder of [...new Set(folders)].sort()) {
    const { name, text } = readLicence(folder);
    holders.set(text, [...(holders.get(text) ?? []), name]);
  }
  return [...holders].map(([text, names]) => `${names.join(', ')}\n\n${text}\n`).join('\n---\n\n');
}

function readLicence(folder: string): { readonly name: string; readonly text: string } {
  const manifest: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const { name, version, license } = isFields(manifest) ? manifest : {};
  const texts = readdirSync(folder)
    .filter((file) => LICENCE_FILE.test(file))
    .map((file) => readFileSync(join(folder, file), 'utf8').trim());
  const text = texts.length > 0 ? texts.join('\n\n') : `Licence: ${String(license)}`;
  return { name: `${String(name)} ${String(version)}`, text };
}
