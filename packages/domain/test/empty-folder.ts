import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { isNativeError } from 'node:util/types';

const REPOSITORY = fileURLToPath(new URL('../../..', import.meta.url));
const INSTALL = ['install', '--offline', '--no-audit', '--no-fund', '--loglevel=error'];

const execute = promisify(execFile);

/** The environment without npm's variables: this test runs under npm, a consumer does not. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const ofNpm = /^(npm_|NODE_OPTIONS$|NODE_TEST_CONTEXT$|JEST_WORKER_ID$)/i;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !ofNpm.test(name)));
}

/**
 * Packs a built package as for publishing, and returns the path of the tarball.
 *
 * @param source the package's folder in this repository.
 */
export async function pack(source = 'packages/domain'): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'packed-'));
  const { stdout } = await execute(
    'npm',
    ['pack', '--ignore-scripts', '--loglevel=error', '--pack-destination', folder],
    { cwd: join(REPOSITORY, source), env: plainEnvironment() },
  );
  return join(folder, stdout.trim());
}

/**
 * Runs a command of a document as it is written, in the root of the repository, but packs into another
 * folder and without the build before it: other tests read the built files.
 *
 * @returns the folder with the tarballs.
 */
export async function packAsWritten(command: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'packed-'));
  const options = { npm_config_pack_destination: folder, npm_config_ignore_scripts: 'true' };
  const env = { ...plainEnvironment(), ...options };
  await execute('sh', ['-c', command], { cwd: REPOSITORY, env });
  return folder;
}

/** A folder outside of the repository in which only packed packages are installed. */
export class EmptyFolder {
  private constructor(readonly path: string) {}

  /** Installs packed packages, without a network: name those that they depend on too. */
  static async with(
    tarballs: string | readonly string[],
    type: 'module' | 'commonjs',
  ): Promise<EmptyFolder> {
    const path = mkdtempSync(join(tmpdir(), 'consumer-'));
    writeFileSync(join(path, 'package.json'), JSON.stringify({ private: true, type }));
    const folder = new EmptyFolder(path);
    await folder.run('npm', [...INSTALL, ...[tarballs].flat()]);
    return folder;
  }

  /** Copies an example into the folder, without its `package.json`: `link` adds its dependencies. */
  copyExample(example: string): void {
    cpSync(join(REPOSITORY, 'examples/consumers', example), this.path, {
      recursive: true,
      filter: (source) => !/node_modules|dist$|package\.json$/.test(source),
    });
  }

  /** Copies every file of another folder into this one. */
  copyAll(source: string): void {
    cpSync(source, this.path, { recursive: true });
  }

  /** Runs an install command of a document as it is written, without a network. */
  async installAsWritten(command: string): Promise<void> {
    await this.run('sh', ['-c', command], { npm_config_offline: 'true' });
  }

  write(file: string, text: string): void {
    mkdirSync(dirname(join(this.path, file)), { recursive: true });
    writeFileSync(join(this.path, file), text);
  }

  /** Links libraries of this repository into the folder, instead of an install over the network. */
  link(...libraries: readonly string[]): void {
    for (const library of libraries) {
      const path = join(this.path, 'node_modules', library);
      mkdirSync(dirname(path), { recursive: true });
      symlinkSync(join(REPOSITORY, 'node_modules', library), path);
    }
  }

  /** Runs a program in the folder, and returns its standard output. Rejects if the program fails. */
  async run(
    program: string,
    args: readonly string[],
    variables: NodeJS.ProcessEnv = {},
  ): Promise<string> {
    const { stdout } = await execute(program, args, {
      cwd: this.path,
      env: { ...plainEnvironment(), ...variables },
    }).catch((error: unknown) => {
      throw new Error(`${program} ${args.join(' ')} failed: ${output(error)}`);
    });
    return stdout;
  }

  /** Compiles the TypeScript of the folder with the compiler of this repository. */
  async compile(...args: readonly string[]): Promise<void> {
    const compiler = join(REPOSITORY, 'node_modules/typescript/bin/tsc');
    await this.run(process.execPath, [compiler, ...args]);
  }
}

/** What a program that failed printed. */
function output(error: unknown): string {
  // An error of a module of Node.js is not an `instanceof` the Error of jest's context.
  if (!isNativeError(error)) return String(error);
  const streams = ['stdout', 'stderr'].map((name) => String(Reflect.get(error, name) ?? ''));
  return [error.message, ...streams].join('\n');
}
