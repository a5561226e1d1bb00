/** Who may import whom: the hexagon's walls. There is no list of exceptions. */
const packages = {
  domain: [],
  'adapters-memory': ['domain'],
  'adapters-aws': ['domain'],
  handlers: ['domain', 'adapters-aws'],
  infra: ['handlers'],
  local: ['domain', 'adapters-memory', 'adapters-aws', 'handlers'],
  bench: ['domain', 'adapters-memory', 'handlers', 'local'],
  simulation: ['domain', 'adapters-memory', 'handlers', 'local'],
};

const TEST = '\\.test\\.ts$|/test/.+\\.ts$';

const wall = (name, from, allowed) => ({
  name,
  severity: 'error',
  from,
  to: { path: '^packages/', pathNot: `^packages/(${allowed.join('|')})/` },
});

/** What the tests of one package may use beyond the others': the proof of a deployment needs one. */
const forTests = { infra: ['local'] };

/** A package's tests may use the in-memory adapters; its code may not. */
const walls = Object.entries(packages).flatMap(([name, allowed]) => [
  wall(`${name}-has-walls`, { path: `^packages/${name}/`, pathNot: TEST }, [name, ...allowed]),
  wall(`${name}-tests-have-walls`, { path: `^packages/${name}/.*(${TEST})` }, [
    name,
    ...allowed,
    'domain',
    'adapters-memory',
    ...(forTests[name] ?? []),
  ]),
]);

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
      to: { path: 'node_modules', dependencyTypesNot: ['npm', 'npm-peer', 'type-only'] },
    },
    {
      name: 'nothing-unresolved',
      severity: 'error',
      comment: '`aws-lambda` is types only: the package @types/aws-lambda.',
      from: {},
      to: { couldNotResolve: true, pathNot: '^aws-lambda$' },
    },
    library('inversify', 'Only the composition root wires.', '^packages/handlers/src/composition/'),
    library(
      'class-validator',
      'Only the request classes at the edge use it.',
      '^packages/handlers/src/inbound/http/requests/',
    ),
    library('pino', 'Behind the Logger port.', '^packages/handlers/src/observability/logging/'),
    library(
      '@aws-lambda-powertools',
      'Behind the Metrics port.',
      '^packages/handlers/src/observability/metrics/emf-metrics',
    ),
    {
      name: 'metrics-cost-no-other-start-up',
      comment: 'Only the functions that emit metrics load the library for it.',
      severity: 'error',
      from: {
        path: '^packages/',
        pathNot: [
          TEST,
          '^packages/handlers/src/(observability/metrics/emf-metrics|functions/order-(metrics|sweeper)/handler)',
        ],
      },
      to: { path: 'node_modules/@aws-lambda-powertools/', reachable: true },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    exclude: { path: '^packages/[^/]+/bundle/' },
    doNotFollow: { path: 'node_modules|/dist/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'default', 'types'],
      extensions: ['.ts', '.js'],
    },
  },
};
