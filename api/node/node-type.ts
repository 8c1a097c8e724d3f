import type { ApiType } from '../api-type.ts';
import type { ApiContext } from '../context.ts';
import { type NodeTypeName, parseGlobalId } from './global-id.ts';

async function loadNode(type: NodeTypeName, ownId: string, { loaders }: ApiContext): Promise<object | null> {
  switch (type) {
    case 'Account':
      return loaders.accounts.load(ownId);
    case 'Transaction':
      return loaders.transfers.load(ownId);
    case 'Decision':
      return loaders.decisions.load(ownId);
    case 'Ring':
      return loaders.rings.load(ownId);
    case 'Alert':
      return loaders.alerts.load(ownId);
  }
}

/** `node(id)`: the one lookup that clients with a cache need. */
export const nodeType: ApiType = {
  folder: 'node',
  types: {
    Query: {
      node: async (_: unknown, args: { readonly id: string }, context: ApiContext) => {
        const parsed = parseGlobalId(args.id);
        if (parsed === null) return null;
        const node = await loadNode(parsed.type, parsed.ownId, context);
        return node === null ? null : { ...node, __typename: parsed.type };
      },
    },
  },
};
