import type { IdGenerator } from '../ports/id-generator.js';
import { assertEqual } from './assertions.js';
import { contractSuite, type ContractOptions, type TestFunctions } from './contract-suite.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** SHA-256 digests from FIPS 180-2, appendix B, and the one of the letter é in UTF-8. */
const DIGESTS = {
  abc: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq:
    '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
  é: '4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c',
};

/** Tests the guarantees of the {@link IdGenerator} port. */
export function idGeneratorContract(
  functions: TestFunctions,
  createSubject: () => IdGenerator,
  options: ContractOptions<IdGenerator> = {},
): void {
  const { describe, it } = contractSuite('IdGenerator', functions, createSubject, options);
  describe('an id generator', () => {
    it('returns lower-case UUIDs, all of them different', async (create) => {
      const ids = await create();

      const created = Array.from({ length: 1_000 }, () => ids.randomId());

      assertEqual(
        created.filter((id) => !UUID.test(id)),
        [],
        'ids that are not lower-case UUIDs',
      );
      assertEqual(new Set(created).size, created.length, 'different ids');
    });

    it('digests by SHA-256', async (create) => {
      const ids = await create();

      for (const [text, digest] of Object.entries(DIGESTS)) {
        assertEqual(ids.digest(text), digest, text);
      }
    });
  });
}
