import { isFields } from '@snacks/domain';
import { openApiDocument } from '@snacks/handlers';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

const document: unknown = JSON.parse(JSON.stringify(openApiDocument()));
const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema({ $id: 'api', ...(isFields(document) ? document : {}) });
const validators = new Map<string, ValidateFunction>();

function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, key) => (isFields(inner) ? inner[key] : undefined), value);
}

/**
 * Checks a response against the OpenAPI document. Returns the violations; an empty list for a response
 * that the document describes for this route.
 *
 * @param route such as `GET /orders/{orderId}`.
 */
export function violationsOf(
  route: string,
  status: number,
  contentType: string | null,
  body: string,
): readonly string[] {
  const [method = '', path = ''] = route.split(' ');
  const response = at(document, 'paths', path, method.toLowerCase(), 'responses', String(status));
  if (response === undefined) return [`${route} has no response ${status}`];
  const content = at(response, 'content');
  if (!isFields(content)) return body === '' ? [] : [`${route} ${status} has no body`];
  const [mediaType = ''] = Object.keys(content);
  if (contentType !== mediaType) return [`${route} ${status} is not ${String(contentType)}`];
  const reference = at(content, mediaType, 'schema', '$ref');
  const validate = validatorOf(`api${String(reference)}`);
  return validate(JSON.parse(body)) ? [] : [ajv.errorsText(validate.errors)];
}

function validatorOf(reference: string): ValidateFunction {
  const validator = validators.get(reference) ?? ajv.compile({ $ref: reference });
  validators.set(reference, validator);
  return validator;
}
