import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { FIELD_RULES, isFields } from '@snacks/domain';
import { OPERATIONS_FIELD_RULES } from '@snacks/operations';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

import { PROBLEM_KINDS, problemType, PUBLIC_PROBLEM_CODES } from '../inbound/http/problem-kinds.js';
import { topology } from '../topology/topology.js';
import { asyncApiDocument } from './async-api.js';
import { openApiDocument } from './open-api.js';

const DOCS = new URL('../../../../docs/', import.meta.url);
const SOURCES = ['../../../domain/src/', '../../../operations/src/', '../../src/'].map(
  (path) => new URL(path, import.meta.url),
);

/** The rules of all fields of requests. */
const RULES = [...Object.values(FIELD_RULES), ...Object.values(OPERATIONS_FIELD_RULES)];

/** Every code of a field issue in the sources that no rule of the domain has. */
function otherFieldCodes(): readonly string[] {
  const known = new Set<string>(PUBLIC_PROBLEM_CODES);
  known.delete('REQUEST_INVALID'); // It is also the code of a field issue: the body is not an object.
  const codes = SOURCES.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !/\.test\.ts$|^testing/.test(file))
      .flatMap((file) => readFileSync(new URL(file, folder), 'utf8').split('\n'))
      .flatMap(
        (line) => /\bcode: '([A-Z_]+)', message|^\s+code: '([A-Z_]+_\w+)',$/.exec(line) ?? [],
      )
      .filter((match) => match !== undefined && /^[A-Z_]+$/.test(match)),
  );
  const ofRules = new Set<string>(RULES.map(({ code }) => code));
  return [...new Set(codes)].filter((code) => !known.has(code) && !ofRules.has(code)).sort();
}

/** Descriptions of the codes that no rule of the domain has. */
const OTHER_FIELD_CODES: Readonly<Record<string, string>> = {
  CUSTOMER_ID_NOT_YOURS: 'must be left out: an authenticated caller orders for themselves',
  IF_MATCH_INVALID: 'must be the ETag of the order as it was read, such as "3", or *',
  MESSAGE_FIELD_INVALID: 'must be valid by the schema of the event, which the message explains',
  PRICE_MISMATCH: 'must be the price in the catalogue, which the message has',
  PRIORITY_FIXED: 'must stay as it is, or be left out: place another order instead',
  REQUEST_INVALID: 'the request must be a JSON object',
  SNACK_UNKNOWN: 'must be the name of a snack in the catalogue',
  UNKNOWN_FIELD: 'is not a field of this request: leave it out',
};

function problemsDocument(): string {
  const problems = PUBLIC_PROBLEM_CODES.map((code) => {
    const { status, title, remedy } = PROBLEM_KINDS[code];
    return `## ${code}\n\n**${status}** ${title}.\n\n${remedy}\n`;
  });
  const fields = [
    ...RULES.map(({ code, message }) => [code, message]),
    ...Object.entries(OTHER_FIELD_CODES),
  ].map(([code = '', message = '']) => `- \`${code}\`: ${message.replaceAll('*', '\\*')}`);
  return [
    '# Problems',
    'Every error of the HTTP API is `application/problem+json` (RFC 9457). Use `code` in programs: it never changes. `type` links to the section in this document. `npm run docs:update` generates this file from code.',
    ...problems,
    '## Codes of fields',
    'The codes in `errors` of `ORDER_INVALID`, `REQUEST_INVALID`, `PRICES_REFUSED` and `MESSAGE_INVALID`. Each entry names its field.',
    [...new Set(fields)].join('\n'),
  ]
    .map((part) => part.trim())
    .join('\n\n')
    .concat('\n');
}

const DOCUMENTS: Readonly<Record<string, () => string>> = {
  'problems.md': problemsDocument,
  'api/openapi.json': () => `${JSON.stringify(openApiDocument(), null, 2)}\n`,
  'api/asyncapi.json': () => `${JSON.stringify(asyncApiDocument(), null, 2)}\n`,
};

describe('the documentation of the API', () => {
  it.each(Object.entries(DOCUMENTS))(
    'in %s matches the code (npm run docs:update writes it)',
    (name, write) => {
      const file = new URL(name, DOCS);
      if (process.env.UPDATE_DOCS === '1') {
        mkdirSync(new URL('.', file), { recursive: true });
        writeFileSync(file, write());
      }

      expect(readFileSync(file, 'utf8')).toBe(write());
    },
  );

  it('explains every code of a field issue', () => {
    expect(otherFieldCodes()).toEqual(Object.keys(OTHER_FIELD_CODES));
  });

  it('has a section for the type of every problem', () => {
    const headings = problemsDocument().match(/^## \w+$/gm);

    for (const code of PUBLIC_PROBLEM_CODES) {
      expect(headings).toContain(`## ${problemType(code).split('#')[1]?.toUpperCase()}`);
    }
  });

  it('describes every route', () => {
    const { paths } = openApiDocument();
    const described = Object.entries(paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );

    expect(described.sort()).toEqual(
      topology.api.routes.map(({ method, path }) => `${method} ${path}`).sort(),
    );
  });

  it('has an example for the body of every request, valid by its schema', () => {
    const document = openApiDocument();
    const ajv = addFormats.default(new Ajv2020({ strict: false }));
    ajv.addSchema({ $id: 'document', components: document.components });
    const bodies = Object.values(document.paths)
      .flatMap((operations) => Object.values(operations))
      .flatMap((operation) => (hasBody(operation) ? [operation.requestBody.content] : []));

    expect(bodies.length).toBeGreaterThan(8);
    for (const { 'application/json': body } of bodies) {
      const validate = ajv.getSchema(`document${body.schema.$ref}`);
      const examples = Object.values(body.examples ?? {});
      expect([body.schema.$ref, examples.length > 0]).toEqual([body.schema.$ref, true]);
      for (const { value } of examples) {
        expect([body.schema.$ref, validate?.(value), validate?.errors]).toEqual([
          body.schema.$ref,
          true,
          null,
        ]);
      }
    }
  });

  it('has examples of its fields and problems, valid by their schemas', () => {
    const document = openApiDocument();
    const ajv = addFormats.default(new Ajv2020({ strict: false }));
    ajv.addSchema({ $id: 'document', components: document.components });
    const found = examplesIn(document);

    expect(found.length).toBeGreaterThan(100);
    for (const { schema, value } of found) {
      const validate =
        typeof schema.$ref === 'string'
          ? ajv.getSchema(`document${schema.$ref}`)
          : ajv.compile(schema);
      expect([schema, value, validate?.(value)]).toEqual([schema, value, true]);
    }
  });

  it('leaves no text with a pattern without an example: a reader would see random letters', () => {
    const texts = schemasIn(openApiDocument().components.schemas).filter(
      ({ pattern, enum: values, format }) =>
        pattern !== undefined && values === undefined && format === undefined,
    );

    expect(texts.length).toBeGreaterThan(10);
    for (const schema of texts) expect(schema).toHaveProperty('examples');
  });

  it('has each route in exactly one group', () => {
    const { paths, tags } = openApiDocument();
    const known = tags.map(({ name }) => [name]);

    for (const operations of Object.values(paths)) {
      for (const operation of Object.values(operations)) {
        expect(known).toContainEqual(isFields(operation) ? operation.tags : undefined);
      }
    }
  });
});

type Fields = Readonly<Record<string, unknown>>;

/** Every object in a document. */
function schemasIn(value: unknown): readonly Fields[] {
  if (Array.isArray(value)) return value.flatMap(schemasIn);
  return isFields(value) ? [value, ...Object.values(value).flatMap(schemasIn)] : [];
}

/** The examples of fields, and those of bodies, each with its schema. */
function examplesIn(document: unknown): readonly { schema: Fields; value: unknown }[] {
  return schemasIn(document).flatMap(({ examples, schema, ...field }) => {
    if (Array.isArray(examples)) return examples.map((value) => ({ schema: field, value }));
    if (!isFields(examples) || !isFields(schema)) return [];
    return Object.values(examples).flatMap((one) =>
      isFields(one) && 'value' in one ? [{ schema, value: one.value }] : [],
    );
  });
}

interface Body {
  readonly requestBody: {
    readonly content: {
      readonly 'application/json': {
        readonly schema: { readonly $ref: string };
        readonly examples?: Readonly<Record<string, { readonly value: unknown }>>;
      };
    };
  };
}

function hasBody(operation: unknown): operation is Body {
  return isFields(operation) && operation.requestBody !== undefined;
}
