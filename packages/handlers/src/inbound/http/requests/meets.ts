import type { FieldRule } from '@snacks/domain';
import { ValidateBy, ValidateIf } from 'class-validator';

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
