import { isFields, RequestInvalidError, type FieldIssue, type FieldRule } from '@snacks/domain';
import { ValidateBy, ValidateIf, validateSync } from 'class-validator';

import { fill, NOT_AN_OBJECT, unknownFieldsIn } from './fields.js';

/** The field must meet a rule of the domain. */
export function Meets({ code, message, accepts }: FieldRule): PropertyDecorator {
  return ValidateBy({
    name: code,
    validator: { validate: accepts, defaultMessage: () => message },
  });
}

/** The field may be left out; `null` is not left out. */
export function MayBeLeftOut(): PropertyDecorator {
  return ValidateIf((_request, value) => value !== undefined);
}

/**
 * Fills a request object, and checks it by the decorators of its class.
 *
 * @param request has a property for each field that the request may have.
 * @throws {RequestInvalidError} with an issue for each field that is wrong or unknown.
 */
export function readRequest<T extends object>(request: T, sent: unknown): T {
  if (!isFields(sent)) throw new RequestInvalidError([NOT_AN_OBJECT]);
  const unknown = unknownFieldsIn([{ value: sent, known: Object.keys(request), path: '' }]);
  fill(request, sent);
  const issues = [...brokenRulesOf(request), ...unknown];
  if (issues.length > 0) throw new RequestInvalidError(issues);
  return request;
}

function brokenRulesOf(request: object): readonly FieldIssue[] {
  return validateSync(request, {
    stopAtFirstError: true,
    validationError: { target: false, value: false },
  }).flatMap(({ property, constraints = {} }) =>
    Object.entries(constraints).map(([code, message]) => ({ field: property, code, message })),
  );
}
