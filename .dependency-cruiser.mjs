/** Who may import whom: the hexagon's walls. There is no list of exceptions. */
const packages = {
  domain: [],
  'adapters-memory': ['domain'],
  'adapters-aws': ['domain'],
  handlers: ['domain', 'adapters-aws'],
  local: ['domain', 'adapters-memory', 'handlers'],
};

const TEST = '\\.test\\.ts$';

const walls = Object.entries(packages).map(([name, allowed]) => ({
  name: `${name}-imports-only-${allowed.join('-and-') || 'itself'}`,
  severity: 'error',
  from: { path: `^packages/${name}/` },
  to: { path: `^packages/`, pathNot: `^packages/(${[name, ...allowed].join('|')})/` },
}));

/** Libraries that stand behind one package, or one folder of it. */
const library = (name, comment, home) => ({
  name: `${name}-has-one-home`,
  comment,
  severity: 'error',
  from: { path: '^packages/', pathNot: home },
  to: { path: `node_modules/${name}/` },
});

export default {
  forbidden: [
    ...walls,
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'domain-imports-nothing',
      comment: 'Not even Node: the domain runs in a browser, a worker, any runtime.',
      severity: 'error',
      from: { path: '^packages/domain/src', pathNot: TEST },
      to: { pathNot: '^packages/domain/src' },
    },
    {
      name: 'no-deep-imports',
      comment: 'Another package is what its exports say.',
      severity: 'error',
      from: { path: '^packages/([^/]+)/' },
      to: { path: '^packages/[^/]+/src/', pathNot: '^packages/$1/' },
    },
    {
      name: 'no-undeclared-dependencies',
      severity: 'error',
      from: { pathNot: TEST },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'unknown', 'undetermined', 'npm-dev'] },
    },
    {
      name: 'nothing-unresolved',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    library('inversify', 'Only the composition root wires.', '^packages/handlers/src/composition/'),
    library(
      'class-validator',
      'Only the request classes at the edge use it.',
      '^packages/handlers/src/requests/',
    ),
    library('pino', 'Behind the Logger port.', '^packages/handlers/src/logging/'),
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules|/dist/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'default', 'types'],
      extensions: ['.ts', '.js'],
    },
  },
};
