import type { ImportKind, Plugin } from 'esbuild';

/** A module that a dependency imports, but that no function ever calls. */
interface LeftOut {
  readonly exports: readonly string[];
  /** Exports that a client calls when it is created, to extend its settings: they return them unchanged. */
  readonly unchanged?: readonly string[];
  /** Why it is never called, or what to change if it is, as the end of a sentence. */
  readonly because: string;
}

/** The modules that are left out of every bundle. The sizes are the minified savings. */
export const LEFT_OUT: Readonly<Record<string, LeftOut>> = {
  // 136 KB. Lambda puts credentials into the environment, and `environmentCredentials` reads them.
  // SnapStart would provide them over HTTP, but does not exist for Node.js.
  '@aws-sdk/credential-provider-node': {
    exports: ['defaultProvider'],
    because:
      'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY have to be in the environment, where Lambda puts them',
  },
  // 19 KB. The adapters call no operation that streams events.
  '@smithy/core/event-streams': {
    exports: ['EventStreamSerde', 'eventStreamSerdeProvider'],
    unchanged: ['resolveEventStreamSerdeConfig'],
    because: 'no operation that a function calls streams events',
  },
  // 10 KB. The logger writes to standard output in the thread of the function.
  'thread-stream': {
    exports: ['default'],
    because: 'a function logs to standard output, without a transport in another thread',
  },
};

/**
 * Returns a plugin that replaces modules that no function calls. A call to a replaced module throws an
 * error with the code `NOT_BUNDLED`; its message has the module and the reason. An import of an export
 * that is not listed fails the build.
 */
export function leaveOut(modules: Readonly<Record<string, LeftOut>>): Plugin {
  return {
    name: 'leave-out',
    setup(build) {
      build.onResolve({ filter: /.*/ }, ({ path, kind }) =>
        Object.hasOwn(modules, path)
          ? { path, namespace: 'left-out', sideEffects: false, pluginData: kind }
          : undefined,
      );
      build.onLoad({ filter: /.*/, namespace: 'left-out' }, ({ path, pluginData: kind }) => {
        const module = modules[path];
        return module && { contents: toCode(path, module, kind) };
      });
    },
  };
}

function toCode(
  path: string,
  { exports, unchanged = [], because }: LeftOut,
  kind: ImportKind,
): string {
  const message = `${path} is not in the bundle: ${because}.`;
  const refuse = `function refuse() {
    throw Object.assign(new Error(${JSON.stringify(message)}), { code: 'NOT_BUNDLED' });
  }`;
  if (kind === 'require-call') return `${refuse}\nmodule.exports = refuse;`;
  const names = [
    ...exports.map((name) => `refuse as ${name}`),
    ...unchanged.map((name) => `unchanged as ${name}`),
  ];
  return `${refuse}\nconst unchanged = (settings) => settings;\nexport { ${names.join(', ')} };`;
}
