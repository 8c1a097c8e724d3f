import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RingEvidence } from '../../model.ts';
import { openDossier, type RingDossier } from '../dossier.ts';
import { readCsv } from '../testing/read-csv.ts';
import { readXml, type XmlElement } from '../testing/read-xml.ts';
import { cycleSample, gatherScatterSample, type SampleRing } from '../testing/sample-ring.ts';
import { exportFormats } from './registry.ts';

const open = ({ ring, events, evidence }: SampleRing): RingDossier => openDossier(ring, events, evidence);
const dossier = open(gatherScatterSample());

async function written(name: string, of: RingDossier = dossier): Promise<string> {
  return String(await exportFormats[name]?.write(of, 'en'));
}

/** Names that are hard to write down: any text, and what formats give a meaning to. */
const anyName = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 8 }),
  fc.string({
    unit: fc.constantFrom('"', ',', '\r', '\n', '<', '>', '&', ']', "'", '\0', 'á', ' '),
    minLength: 1,
    maxLength: 6,
  }),
);

/** The sample with other names for an account and an identifier. */
function renamed(account: string, identifier: string): RingDossier {
  const { ring, events, evidence } = gatherScatterSample();
  const name = (old: string) => (old === 'B3/HUB' ? `hub ${account}` : old);
  const transfers = evidence.transfers.map((one) => ({ ...one, from: name(one.from), to: name(one.to) }));
  const ties = evidence.ties.map((tie) => ({ ...tie, identifier }));
  const members = ring.members.map((member) => ({ ...member, account: name(member.account) }));
  return openDossier({ ...ring, members }, events, { transfers, ties } satisfies RingEvidence);
}

describe.each(Object.keys(exportFormats))('%s', (name) => {
  test('is the same to the byte on every run, whatever the order of keys in memory', async () => {
    const reversed = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(reversed);
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(
        Object.entries(value)
          .reverse()
          .map(([key, inner]) => [key, reversed(inner)]),
      );
    };
    const sample = gatherScatterSample();
    const again = openDossier(
      reversed(sample.ring) as SampleRing['ring'],
      reversed(sample.events) as SampleRing['events'],
      reversed(sample.evidence) as SampleRing['evidence'],
    );
    expect(await written(name, again)).toBe(await written(name));
    expect(await written(name, reversed(dossier) as RingDossier)).toBe(await written(name));
  });

  test('is written for a ring that nothing speaks for any more', async () => {
    const { ring, events } = cycleSample();
    const empty = openDossier({ ...ring, members: [], status: 'MERGED', mergedInto: 'ring-9' }, events, {
      transfers: [],
      ties: [],
    });
    expect((await written(name, empty)).length).toBeGreaterThan(0);
  });
});

test('json has everything, and names transfers and ties by their place', async () => {
  const document = JSON.parse(await written('json'));
  expect(Object.keys(document)).toEqual([
    'version',
    'ring',
    'evidence',
    'minimal',
    'contributions',
    'typologies',
    'flow',
    'timeline',
    'events',
    'text',
  ]);
  expect(document.evidence.transfers[4]).toEqual({
    seq: 5,
    transactionId: 't5',
    at: '2026-01-05T09:38:00.000Z',
    from: 'B3/HUB',
    to: 'B4/S2',
    amount: '6900.00',
    currency: 'USD',
    referenceCents: 690_000,
    score: 0.97,
  });
  expect(document.contributions).toHaveLength(7);
  const named = document.contributions.map(
    (each: { seq?: number; tie?: number }) => each.seq ?? `tie ${each.tie}`,
  );
  expect([...named].sort()).toEqual([1, 2, 3, 4, 5, 'tie 0', 'tie 1']);
  expect(Object.keys(document.text)).toEqual(['en', 'pt']);
});

const childrenOf = (element: XmlElement, name: string) =>
  element.children.filter((child) => child.name === name);
const dataOf = (element: XmlElement) =>
  Object.fromEntries(childrenOf(element, 'data').map(({ attributes, text }) => [attributes['key'], text]));

function graphOf(xml: string): { nodes: XmlElement[]; edges: XmlElement[]; keys: XmlElement[] } {
  const root = readXml(xml);
  expect(root.name).toBe('graphml');
  const [graph] = childrenOf(root, 'graph') as [XmlElement];
  return {
    nodes: childrenOf(graph, 'node'),
    edges: childrenOf(graph, 'edge'),
    keys: childrenOf(root, 'key'),
  };
}

test('graphml has an edge for each transfer and two for each tie, between nodes that are there', async () => {
  const { nodes, edges, keys } = graphOf(await written('graphml'));
  expect(nodes).toHaveLength(8);
  expect(dataOf(nodes[3] as XmlElement)).toEqual({
    'node-kind': 'account',
    'node-name': 'B3/HUB',
    'node-role': 'COLLECTOR',
  });
  expect(dataOf(nodes[6] as XmlElement)).toEqual({ 'node-kind': 'card', 'node-name': 'card "7" & <son>' });
  expect(edges.map((edge) => dataOf(edge)['edge-kind'])).toEqual([
    ...Array(5).fill('transfer'),
    ...Array(4).fill('tie'),
  ]);
  const ids = new Set(nodes.map(({ attributes }) => attributes['id']));
  expect(ids.size).toBe(nodes.length);
  const declared = new Set(keys.map(({ attributes }) => attributes['id']));
  for (const edge of edges) {
    expect(ids.has(edge.attributes['source']) && ids.has(edge.attributes['target'])).toBe(true);
    for (const key of Object.keys(dataOf(edge))) expect(declared.has(key)).toBe(true);
  }
});

test('graphml is well-formed whatever the names, and keeps all that XML can carry', async () => {
  const carried = /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u;
  await fc.assert(
    fc.asyncProperty(anyName, anyName, async (account, identifier) => {
      const { nodes } = graphOf(await written('graphml', renamed(account, identifier)));
      const names = nodes.map((node) => dataOf(node)['node-name']);
      if (carried.test(account)) expect(names).toContain(`hub ${account}`);
      if (carried.test(identifier)) expect(names).toContain(identifier);
    }),
  );
});

test('csv has a line for each transfer', async () => {
  const text = await written('csv');
  const [header, ...rows] = readCsv(text);
  expect(header?.slice(0, 6)).toEqual(['seq', 'transaction_id', 'at', 'from', 'to', 'amount']);
  expect(rows).toHaveLength(5);
  expect(rows[0]?.slice(0, 9).join('|')).toBe(
    '1|t1|2026-01-05T08:30:00.000Z|B1/G1|B3/HUB|4500.00|EUR|4500.00|0.9',
  );
});

test('members has a line for each member with its money', async () => {
  const [header, ...rows] = readCsv(await written('members'));
  expect(header).toEqual(
    'account,role,since_seq,since_at,place,received_usd,sent_usd,passed_on_usd,kept_usd'.split(','),
  );
  expect(rows.map((row) => row[0])).toEqual(['B1/G1', 'B1/G2', 'B2/G3', 'B3/HUB', 'B4/S1', 'B4/S2']);
  expect(rows[3]?.slice(4)).toEqual(['THROUGH', '14150.00', '13900.00', '13900.00', '250.00']);
});

test('a table is read back as it was written, whatever the names', async () => {
  await fc.assert(
    fc.asyncProperty(anyName, async (account) => {
      const of = renamed(account, 'd');
      const transfers = readCsv(await written('csv', of));
      expect(transfers.map((row) => row.length)).toEqual(Array(6).fill(11));
      expect(transfers.slice(1).map((row) => [row[3], row[4]])).toEqual(
        of.evidence.transfers.map(({ from, to }) => [from, to]),
      );
      expect(readCsv(await written('members', of))[4]?.[0]).toBe(`hub ${account}`);
    }),
  );
});
