import { pack } from '../../domain/test/empty-folder.js';

/** The tarballs of this package and of the packages that it depends on, to install without a network. */
export async function packWithDependencies(): Promise<readonly string[]> {
  return Promise.all(
    ['packages/adapters-memory', 'packages/domain', 'node_modules/sorted-btree'].map(pack),
  );
}
