import type { EmptyFolder } from './empty-folder.js';
import { COMPILERS, type Toolchain } from './toolchains.js';

/** How a consumer's compiler finds modules. */
interface Resolution {
  readonly module: string;
  readonly moduleResolution: string;
}

const RESOLUTIONS: readonly Resolution[] = [
  { module: 'node16', moduleResolution: 'node16' },
  { module: 'nodenext', moduleResolution: 'nodenext' },
  { module: 'preserve', moduleResolution: 'bundler' },
];

/** A compiler with a resolution of modules. */
export interface Compilation extends Toolchain {
  readonly resolution: Resolution;
}

/** Every compiler with every supported resolution of modules. */
export const COMPILATIONS: readonly Compilation[] = COMPILERS.flatMap(({ name, path }) =>
  RESOLUTIONS.map((resolution) => ({
    name: `${resolution.moduleResolution} and ${name}`,
    path,
    resolution,
  })),
);

/** The options of a strict consumer, which also checks the declarations of its libraries. */
const STRICT = {
  target: 'es2022',
  lib: ['es2023'],
  types: [],
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  skipLibCheck: false,
  noEmit: true,
};

/** Compiles files of the folder as a strict consumer does. Rejects with the compiler's messages. */
export async function compileStrictly(
  folder: EmptyFolder,
  compiler: string,
  { module, moduleResolution }: Resolution,
  files: readonly string[],
): Promise<void> {
  const compilerOptions = { ...STRICT, module, moduleResolution, verbatimModuleSyntax: true };
  folder.write('tsconfig.strict.json', JSON.stringify({ compilerOptions, files }));
  await folder.run(process.execPath, [compiler, '-p', 'tsconfig.strict.json']);
}

/** Compiles files with the resolution of TypeScript before 4.7. Rejects with the compiler's messages. */
export async function compileAsNode10(
  folder: EmptyFolder,
  compiler: string,
  files: readonly string[],
): Promise<void> {
  const compilerOptions = { ...STRICT, module: 'commonjs', moduleResolution: 'node10' };
  folder.write('tsconfig.node10.json', JSON.stringify({ compilerOptions, files }));
  await folder.run(process.execPath, [compiler, '-p', 'tsconfig.node10.json']);
}
