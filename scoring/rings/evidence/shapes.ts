import { type RingTransfer, type Typology, typologies } from '../model.ts';
import { evidenceGraph, seqsOf, strongestOf } from './evidence-graph.ts';
import { bipartite } from './shapes/bipartite.ts';
import { bustOut } from './shapes/bust-out.ts';
import { chain } from './shapes/chain.ts';
import { cycle } from './shapes/cycle.ts';
import { fanIn, fanOut } from './shapes/fans.ts';
import { gatherScatter } from './shapes/gather-scatter.ts';
import type { ShapeRecogniser } from './shapes/recogniser.ts';
import { scatterGather } from './shapes/scatter-gather.ts';
import { stack } from './shapes/stack.ts';

/** A typology that the evidence of a ring shows. */
export interface ShapeMatch {
  readonly typology: Typology;
  /** 0 .. 1, never falls when a transfer is added to the evidence: how clearly the shape is there. Counts in the suspicion. */
  readonly clarity: number;
  /** 0 .. 1: clarity times the share of the transfers that the shape explains. */
  readonly confidence: number;
  /** Sequence numbers of the transfers of the shape, ascending. */
  readonly transfers: readonly number[];
  /** Of these, one for each pair of accounts: enough to show the shape. */
  readonly core: readonly number[];
  /** Account keys in the order of the shape, the source first. */
  readonly accounts: readonly string[];
}

/** Every shape with a structure of its own. A new one is a file in shapes/ and a line here. */
const recognisers: readonly ShapeRecogniser[] = [
  fanOut,
  fanIn,
  gatherScatter,
  scatterGather,
  cycle,
  bipartite,
  stack,
  chain,
  bustOut,
];

/** The confidence of RANDOM, which is what remains when no shape explains more. */
const randomConfidence = 0.3;

/**
 * The typologies of "Realistic synthetic financial transactions for anti-money laundering models" (Altman et al., 2023), chains and bust-outs that the
 * transfers of a ring show, by confidence, then in the order of `typologies`. RANDOM is always among them when there is a transfer. Neither the order nor
 * the repetition of calls matters. O(accounts × pairs) and the bounded searches of cycles and chains.
 */
export function recogniseShapes(transfers: readonly RingTransfer[]): readonly ShapeMatch[] {
  if (transfers.length === 0) return [];
  const graph = evidenceGraph(transfers);
  const all = transfers.map(({ seq }) => seq).sort((a, b) => a - b);
  const rest = { transfers: all, core: [], accounts: graph.accounts };
  const matches: ShapeMatch[] = [{ typology: 'RANDOM', clarity: 0, confidence: randomConfidence, ...rest }];
  for (const { typology, find } of recognisers) {
    const found = find(graph);
    if (found === null) continue;
    const seqs = seqsOf(found.pairs).sort((a, b) => a - b);
    const confidence = (found.clarity * seqs.length) / transfers.length;
    const core = strongestOf(found.pairs).sort((a, b) => a - b);
    matches.push({
      ...{ typology, clarity: found.clarity, confidence },
      ...{ transfers: seqs, core, accounts: [...new Set(found.accounts)] },
    });
  }
  const place = (match: ShapeMatch) => typologies.indexOf(match.typology);
  return matches.sort((a, b) => b.confidence - a.confidence || place(a) - place(b));
}
