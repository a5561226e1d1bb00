import { describe, expect, it } from '@jest/globals';

import { at, synthesised, textOf } from '../../../test/synthesised.js';

/** The use of the catalogue in the environment of each function that has one. */
function usesOfCatalogue(template: Parameters<typeof synthesised>[0]): readonly string[] {
  return synthesised(template)
    .ofType('AWS::Lambda::Function')
    .flatMap(({ properties }) => {
      const use = at(properties, 'Environment', 'Variables', 'CATALOGUE');
      return use === undefined ? [] : [textOf(use)];
    });
}

describe('the functions that check prices', () => {
  it('have the use of the catalogue that the stage sets', () => {
    expect(usesOfCatalogue('dev')).toEqual(['optional', 'optional', 'optional']);
    expect(usesOfCatalogue('strictStock')).toEqual(['required', 'required', 'required']);
  });
});
