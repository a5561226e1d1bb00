import type { Picture, PictureNode } from '../../picture.js';

/** Put in when the page is built. */
declare const PICTURE: Picture;

export const picture: Picture = PICTURE;

const NODES: ReadonlyMap<string, PictureNode> = new Map(
  picture.nodes.map((node) => [node.id, node]),
);

export function nodeOf(id: string | undefined): PictureNode | undefined {
  return id === undefined ? undefined : NODES.get(id);
}
