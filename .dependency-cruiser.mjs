/** The packages that each package may import. There is no list of exceptions. */
const packages = {
  domain: [],
  'adapters-memory': ['domain'],
  operations: ['domain'],
  'adapters-aws': ['domain', 'operations'],
  handlers: ['domain', 'operations', 'adapters-aws'],
  console: ['domain', 'operations', 'handlers'],
  infra: ['handlers'],
  local: ['console', 'domain', 'operations', 'adapters-memory', 'adapters-aws', 'handlers'],
  bench: ['domain', 'adapters-memory', 'handlers', 'local', 'console'],
  simulation: ['console', 'domain', 'adapters-memory', 'adapters-aws', 'handlers', 'local'],
};

const TEST = '\\.test\\.ts$|/test/.+\\.(ts|mjs)$';

const importRule = (name, from, allowed) => ({
  name,
  severity: 'error',
  from,
  to: { path: '^packages/', pathNot: `^packages/(${allowed.join('|')})/` },
});

/** Packages that the tests of one package may import in addition: the proof runs against local. */
const forTests = { infra: ['local', 'adapters-aws'] };

/** A package's tests may import the in-memory adapters; its code may not. */
const importRules = Object.entries(packages).flatMap(([name, allowed]) => [
  importRule(`${name}-imports`, { path: `^packages/${name}/`, pathNot: TEST }, [name, ...allowed]),
  importRule(`${name}-tests-import`, { path: `^packages/${name}/.*(${TEST})` }, [
    name,
    ...allowed,
    'domain',
    'adapters-memory',
    ...(forTests[name] ?? []),
  ]),
]);

/** Libraries that only one package, or one folder of it, may import. */
const library = (name, comment, home) => ({
  name: `${name}-has-one-home`,
  comment,
  severity: 'error',
  from: { path: '^packages/', pathNot: home },
  to: { path: `node_modules/${name}/` },
});

export default {
  forbidden: [
    ...importRules,
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
      comment: 'Import another package by its exports.',
      severity: 'error',
      from: { path: '^packages/([^/]+)/' },
      to: { path: '^packages/[^/]+/src/', pathNot: '^packages/$1/' },
    },
    {
      name: 'no-deep-imports-of-examples',
      comment: 'An example is of another team: it imports packages by their exports.',
      severity: 'error',
      from: { path: '^examples/' },
      to: { path: '^packages/[^/]+/(src|test)/' },
    },
    {
      name: 'packages-import-no-example',
      severity: 'error',
      from: { path: '^packages/' },
      to: { path: '^examples/' },
    },
    {
      name: 'example-step-imports-only-the-domain',
      comment: 'A step and its port know no adapter, as in the domain.',
      severity: 'error',
      from: { path: '^examples/loyalty/src/loyalty-(accounts|step)\\.ts$' },
      to: { pathNot: ['^packages/domain/', '^examples/loyalty/src/loyalty-accounts\\.ts$'] },
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
