import { formatAmount } from '../../../../graph/model/currency.ts';
import type { RingTie, RingTransfer } from '../../model.ts';
import { xmlText } from '../../picture/xml.ts';
import type { RingDossier } from '../dossier.ts';
import { essentialEdges, sharesOf, timeText } from './edge-facts.ts';

type Value = string | number | boolean;
type Values = Readonly<Record<string, Value>>;
type AttributeType = 'string' | 'double' | 'long' | 'boolean';

/** Every attribute: what has it, its name, its type. */
const attributes: readonly (readonly ['graph' | 'node' | 'edge', string, AttributeType])[] = [
  ['graph', 'ring', 'string'],
  ['graph', 'status', 'string'],
  ['graph', 'typology', 'string'],
  ['graph', 'suspicion', 'double'],
  ['node', 'kind', 'string'],
  ['node', 'name', 'string'],
  ['node', 'role', 'string'],
  ['edge', 'kind', 'string'],
  ['edge', 'seq', 'long'],
  ['edge', 'transactionId', 'string'],
  ['edge', 'at', 'string'],
  ['edge', 'amount', 'string'],
  ['edge', 'currency', 'string'],
  ['edge', 'referenceCents', 'long'],
  ['edge', 'score', 'double'],
  ['edge', 'tie', 'long'],
  ['edge', 'strength', 'string'],
  ['edge', 'weight', 'double'],
  ['edge', 'share', 'double'],
  ['edge', 'essential', 'boolean'],
];

/**
 * The evidence as GraphML (http://graphml.graphdrawing.org): accounts and identifiers are nodes (`kind` is `account` or the kind of identifier), transfers
 * are directed edges, and a tie is two undirected edges with the same number `tie`, one from each account to the identifier.
 * Members come first, in the order in which they joined. Characters that XML cannot carry become U+FFFD.
 */
export function writeGraphml(dossier: RingDossier): string {
  const { ring } = dossier;
  const nodes = nodesOf(dossier);
  const { id, status, typology, suspicion } = ring;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">',
    ...attributes.map(
      ([owner, name, type]) =>
        `  <key id="${owner}-${name}" for="${owner}" attr.name="${name}" attr.type="${type}"/>`,
    ),
    '  <graph id="ring" edgedefault="directed">',
    ...dataLines('graph', { ring: id, status, typology, suspicion }, '    '),
    ...[...nodes.values()].flatMap(({ number, values }) => element('node', `id="n${number}"`, values)),
    ...edgesOf(dossier, nodes),
    '  </graph>',
    '</graphml>',
    '',
  ].join('\n');
}

interface Node {
  readonly number: number;
  readonly values: Values;
}
type Nodes = ReadonlyMap<string, Node>;

/** An account and an identifier may have the same name. */
function key(kind: string, name: string): string {
  return `${kind} ${name}`;
}

function nodesOf({ ring, evidence }: RingDossier): Nodes {
  const nodes = new Map<string, Node>();
  const add = (kind: string, name: string, values: Values) => {
    const node = key(kind, name);
    if (!nodes.has(node)) nodes.set(node, { number: nodes.size, values: { kind, name, ...values } });
  };
  for (const { account, role } of ring.members) add('account', account, { role });
  for (const { from, to } of evidence.transfers)
    for (const account of [from, to]) add('account', account, {});
  for (const { accounts } of evidence.ties) for (const account of accounts) add('account', account, {});
  for (const { kind, identifier } of evidence.ties) add(kind, identifier, {});
  return nodes;
}

function edgesOf(dossier: RingDossier, nodes: Nodes): string[] {
  const { transfers, ties } = dossier.evidence;
  const shares = sharesOf(dossier);
  const essential = essentialEdges(dossier);
  const number = (kind: string, name: string) => `n${nodes.get(key(kind, name))?.number}`;
  const transferLines = transfers.flatMap((transfer) => {
    const ends = `source="${number('account', transfer.from)}" target="${number('account', transfer.to)}"`;
    const values = { share: shares.ofTransfer(transfer), essential: essential.hasTransfer(transfer) };
    return element('edge', ends, { ...transferValues(transfer), ...values });
  });
  const tieLines = ties.flatMap((tie, index) => {
    const values = {
      ...tieValues(tie, index),
      share: shares.ofTie(tie),
      essential: essential.hasTie(tie),
    };
    return tie.accounts.flatMap((account) => {
      const ends = `source="${number('account', account)}" target="${number(tie.kind, tie.identifier)}"`;
      return element('edge', `${ends} directed="false"`, values);
    });
  });
  return [...transferLines, ...tieLines];
}

function transferValues(transfer: RingTransfer): Values {
  const { seq, transactionId, at, amountMinor, currency, referenceCents, score } = transfer;
  return {
    kind: 'transfer',
    seq,
    transactionId,
    at: timeText(at),
    amount: formatAmount(amountMinor, currency),
    currency,
    referenceCents,
    score,
  };
}

function tieValues({ at, strength, weight }: RingTie, tie: number): Values {
  return { kind: 'tie', at: timeText(at), tie, strength, weight };
}

function element(name: 'node' | 'edge', start: string, values: Values): string[] {
  return [`    <${name} ${start}>`, ...dataLines(name, values, '      '), `    </${name}>`];
}

/** In the order of `attributes`. */
function dataLines(owner: 'graph' | 'node' | 'edge', values: Values, indent: string): string[] {
  return attributes.flatMap(([of, name]) => {
    const value = of === owner ? values[name] : undefined;
    return value === undefined
      ? []
      : [`${indent}<data key="${owner}-${name}">${contentText(String(value))}</data>`];
  });
}

/** Text between tags. A reader would make a line feed of a carriage return that is not written as a number. */
function contentText(text: string): string {
  return xmlText(text).replaceAll('\r', '&#13;');
}
