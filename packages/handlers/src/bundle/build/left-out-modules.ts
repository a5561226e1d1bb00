import type { ImportKind, Plugin } from 'esbuild';

/** A module that no function ever calls, though what it uses imports it. */
interface LeftOut {
  readonly exports: readonly string[];
  /** Why it is never called, and what to do where it is, as the end of a sentence. */
  readonly because: string;
}

/** What is left out of every bundle, and how much that saves there, minified. */
export const LEFT_OUT: Readonly<Record<string, LeftOut>> = {
  // 136 KB. Lambda hands credentials over in the environment, which `environmentCredentials` reads;
  // SnapStart, which would hand them over by HTTP, does not exist for Node.js.
  '@aws-sdk/credential-provider-node': {
    exports: ['defaultProvider'],
    because:
      'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY have to be in the environment, where Lambda puts them',
  },
  // 19 KB. No operation that the adapters call streams events.
  '@smithy/core/event-streams': {
    exports: ['EventStreamSerde', 'eventStreamSerdeProvider'],
    because: 'no operation that a function calls streams events',
  },
  // 10 KB. The logger writes to standard output by itself, in the thread of the function.
  'thread-stream': {
    exports: ['default'],
    because: 'a function logs to standard output, without a transport in another thread',
  },
};

/**
 * Replaces modules that a function never calls. A call to one that happens nevertheless throws an
 * error with the code `NOT_BUNDLED`, which names the module and says why it is not there. Importing
 * something else of such a module fails the build.
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

function toCode(path: string, { exports, because }: LeftOut, kind: ImportKind): string {
  const message = `${path} is not in the bundle: ${because}.`;
  const refuse = `function refuse() {
    throw Object.assign(new Error(${JSON.stringify(message)}), { code: 'NOT_BUNDLED' });
  }`;
  if (kind === 'require-call') return `${refuse}\nmodule.exports = refuse;`;
  return `${refuse}\nexport { ${exports.map((name) => `refuse as ${name}`).join(', ')} };`;
}
