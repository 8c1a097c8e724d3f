import type { Ring } from '../../scoring/rings/model.ts';
import type { ApiContext } from '../context.ts';

/** Mergers that are followed from one ring: each may cost a read. */
const mergersMax = 16;

/**
 * The ring that has the members of this one now: itself, or the one at the end of its mergers, or of the first `mergersMax` of them.
 * Null when there is no such ring.
 */
export async function survivingRing(id: string, { loaders }: ApiContext): Promise<Ring | null> {
  let ring = await loaders.rings.load(id);
  for (let followed = 0; followed < mergersMax && ring !== null && ring.mergedInto !== null; followed += 1) {
    ring = await loaders.rings.load(ring.mergedInto);
  }
  return ring;
}
