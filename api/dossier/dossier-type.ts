import { present } from '../../base/assert.ts';
import type { RingDossier } from '../../scoring/rings/dossier/dossier.ts';
import type { AccountFlow, FlowLink, MoneyFlow } from '../../scoring/rings/dossier/flow.ts';
import type { TimelineEntry } from '../../scoring/rings/dossier/timeline.ts';
import type { Contribution } from '../../scoring/rings/evidence/minimal-evidence.ts';
import type { Ring, RingTie, RingTransfer } from '../../scoring/rings/model.ts';
import { existingAccount } from '../account/existing-account.ts';
import type { ApiType, FieldResolver } from '../api-type.ts';
import type { Connection, PageArgs } from '../connection.ts';
import type { ApiContext } from '../context.ts';
import { listConnection } from '../list-connection.ts';
import { money } from '../scalars/scalars-type.ts';
import { languageOf } from './language-of.ts';

async function dossierOf(ring: Ring, { loaders }: ApiContext): Promise<RingDossier> {
  return present(await loaders.dossiers.load(ring.id), `the dossier of ring "${ring.id}"`);
}

async function explanation(
  ring: Ring,
  { language }: { readonly language: string },
  context: ApiContext,
): Promise<string> {
  const dossier = await dossierOf(ring, context);
  return dossier.text[languageOf(dossier, language)];
}

const tieKey = ({ kind, identifier, accounts }: RingTie) => JSON.stringify([kind, identifier, ...accounts]);
const transferKey = ({ seq }: RingTransfer) => String(seq);

function contributionKey({ edge }: Contribution): string {
  return edge.kind === 'TRANSFER' ? transferKey(edge.transfer) : tieKey(edge.tie);
}

/** A field that is an amount in cents of the reference currency. */
function referenceField<Name extends string>(name: Name): [Name, FieldResolver] {
  return [name, (parent: Readonly<Record<Name, number>>) => money(parent[name], 'USD')];
}

const listOf =
  <P, T>(items: (parent: P) => readonly T[], keyOf: (item: T) => string) =>
  (parent: P, args: PageArgs, context: ApiContext): Connection<T> =>
    listConnection(items(parent), keyOf, args, context);

async function timeline(ring: Ring, args: PageArgs, context: ApiContext): Promise<Connection<TimelineEntry>> {
  const { timeline: entries } = await dossierOf(ring, context);
  const places = new Map(entries.map((entry, place) => [entry, `${entry.seq} ${entry.kind} ${place}`]));
  return listConnection(entries, (entry) => present(places.get(entry), 'an entry'), args, context);
}

/** What explains a ring: `RingEvidence`, `MoneyFlow`, `TimelineEntry` and the fields of `Ring` that lead to them. */
export const dossierType: ApiType = {
  folder: 'dossier',
  types: {
    Ring: {
      evidence: (ring: Ring, _: unknown, context: ApiContext) => dossierOf(ring, context),
      typologies: async (ring: Ring, _: unknown, context: ApiContext) =>
        (await dossierOf(ring, context)).typologies,
      flow: async (ring: Ring, _: unknown, context: ApiContext) => (await dossierOf(ring, context)).flow,
      timeline,
      explanation,
    },
    RingEvidence: {
      transfers: listOf(({ evidence }: RingDossier) => evidence.transfers, transferKey),
      ties: listOf(({ evidence }: RingDossier) => evidence.ties, tieKey),
      contributions: listOf(({ contributions }: RingDossier) => contributions, contributionKey),
    },
    Contribution: {
      transfer: ({ edge }: Contribution) => (edge.kind === 'TRANSFER' ? edge.transfer : null),
      tie: ({ edge }: Contribution) => (edge.kind === 'TIE' ? edge.tie : null),
    },
    MoneyFlow: {
      ...Object.fromEntries(
        (['entered', 'circulated', 'left', 'kept', 'fees', 'gained'] as const).map(referenceField),
      ),
      accounts: listOf(
        (flow: MoneyFlow) => flow.accounts,
        ({ account }) => account,
      ),
      links: listOf(
        (flow: MoneyFlow) => flow.links,
        ({ fromSeq, toSeq }) => `${fromSeq} ${toSeq}`,
      ),
    },
    AccountFlow: {
      ...Object.fromEntries(
        (['received', 'sent', 'passedOn', 'kept', 'fees', 'own', 'gained'] as const).map(referenceField),
      ),
      account: (flow: AccountFlow, _: unknown, context: ApiContext) => existingAccount(flow.account, context),
    },
    FlowLink: {
      money: ({ cents }: FlowLink) => money(cents, 'USD'),
    },
    TimelineEntry: {
      joined: (entry: TimelineEntry) => ('joined' in entry ? entry.joined : []),
      left: (entry: TimelineEntry) => ('left' in entry ? entry.left : []),
      otherRing: (entry: TimelineEntry, _: unknown, { loaders }: ApiContext) =>
        'otherRingId' in entry && entry.otherRingId !== null ? loaders.rings.load(entry.otherRingId) : null,
      referenceMoney: (entry: TimelineEntry) =>
        'referenceCents' in entry ? money(entry.referenceCents, 'USD') : null,
    },
  },
};
