import { describe, expect, it } from '@jest/globals';
import { aSnack, catalogueContract } from '@snacks/domain/testing';
import { InMemoryCatalogue } from './in-memory-catalogue.js';

catalogueContract({ describe, it }, async () => new InMemoryCatalogue());

describe('a catalogue in memory', () => {
  it('has the snacks that it was created with', async () => {
    const catalogue = new InMemoryCatalogue([aSnack('Soda', 1.99), aSnack()]);

    expect(await catalogue.read()).toEqual({
      version: 2,
      snacks: [aSnack(), aSnack('Soda', 1.99)],
    });
  });
});
