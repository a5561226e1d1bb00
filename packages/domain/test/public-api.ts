import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Extractor, ExtractorConfig, ExtractorLogLevel } from '@microsoft/api-extractor';
import { entryName, type EntryPoint } from './entries.js';

const DOMAIN = new URL('../', import.meta.url);
const SILENT = { default: { logLevel: ExtractorLogLevel.None } };

/** The exports of an entry. */
export interface PublicApi {
  /** Every export with its signature, as text for reviews. */
  readonly report: string;
  /** Every export with its doc comments, as data. */
  readonly model: unknown;
}

/**
 * Reads the built declarations of an entry. Run `npm run build` first.
 *
 * @param home the folder of the entry's package.
 */
export function publicApi(entry: EntryPoint, home: URL = DOMAIN): PublicApi {
  const packageFolder = fileURLToPath(home);
  const folder = mkdtempSync(join(tmpdir(), 'public-api-'));
  const declarations = join(packageFolder, 'dist/esm', `${entry.module}.d.ts`);
  const modelFile = join(folder, 'model.json');
  const config = ExtractorConfig.prepare({
    packageJsonFullPath: join(packageFolder, 'package.json'),
    configObjectFullPath: undefined,
    configObject: {
      projectFolder: packageFolder,
      mainEntryPointFilePath: declarations,
      compiler: {
        overrideTsconfig: {
          compilerOptions: {
            target: 'es2023',
            module: 'nodenext',
            strict: true,
            exactOptionalPropertyTypes: true,
            types: [],
          },
          files: [declarations],
        },
      },
      apiReport: {
        enabled: true,
        reportFileName: entryName(entry),
        reportFolder: folder,
        reportTempFolder: folder,
      },
      docModel: { enabled: true, apiJsonFilePath: modelFile },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: { extractorMessageReporting: SILENT, tsdocMessageReporting: SILENT },
    },
  });
  const { succeeded } = Extractor.invoke(config, {
    localBuild: true,
    messageCallback: (message) => {
      message.handled = message.logLevel !== ExtractorLogLevel.Error;
    },
  });
  if (!succeeded) throw new Error(`The declarations of ${entry.specifier} cannot be read.`);
  return {
    report: readFileSync(join(folder, `${entryName(entry)}.api.md`), 'utf8'),
    model: JSON.parse(readFileSync(modelFile, 'utf8')),
  };
}
