import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bipartiteBlock } from '../../algorithms/motifs/bipartite.ts';
import { chain } from '../../algorithms/motifs/chain.ts';
import { fan } from '../../algorithms/motifs/fan.ts';
import { scatterGather } from '../../algorithms/motifs/scatter-gather.ts';
import { StampSet } from '../../algorithms/motifs/stamps.ts';
import { temporalCycles } from '../../algorithms/motifs/temporal-cycle.ts';
import { type Config, parseConfig } from '../../base/config.ts';
import { applyEvent } from '../../graph/session/replay-session.ts';
import { Session } from '../../graph/session/session.ts';
import { eventsFromText } from './events-from-text.ts';
import { motifLimits } from './session-from-text.ts';
import { settings, streams, targetsOf } from './streams.arbitrary.ts';

const unbounded = motifLimits({ degreeMax: 1_000_000, stepsMax: 1_000_000 });

function searches(session: Session, slot: number, limits: Config['motifs']) {
  const marked = new StampSet();
  return {
    cycles: temporalCycles(session, slot, limits),
    scatterGather: scatterGather(session, slot, limits, marked),
    block: bipartiteBlock(session, slot, limits, marked),
    fanIn: fan(session, session.transfers.to[slot]!, 'in', limits),
    chain: chain(session, slot, limits),
  };
}

/** Everything that a search counts: with a cap it may be less, never more. */
function countsOf({ cycles, scatterGather, block, fanIn }: ReturnType<typeof searches>) {
  return {
    cycles: [cycles.count, cycles.longest, cycles.conservation],
    scatterGather: [scatterGather.width, scatterGather.sources],
    block: [block.coSenders, block.sharedReceivers],
    fanIn: [fanIn.pairs, fanIn.fresh, fanIn.sum, fanIn.freshSum],
  };
}

type Capped = keyof ReturnType<typeof countsOf>;
const capped: readonly Capped[] = ['cycles', 'scatterGather', 'block', 'fanIn'];

describe('a motif search with caps', () => {
  it('finds the same as without, or less and says that it was capped', () => {
    const caps = fc.record({
      degreeMax: fc.integer({ min: 1, max: 5 }),
      stepsMax: fc.integer({ min: 1, max: 20 }),
    });
    fc.assert(
      fc.property(streams, settings, caps, (events, window, cap) => {
        const session = new Session(parseConfig({ session: window }).session);
        for (const item of events) {
          const arrival = applyEvent(session, item, targetsOf(events));
          if (arrival === null || arrival.slot === -1) continue;
          const full = searches(session, arrival.slot, unbounded);
          const some = searches(session, arrival.slot, motifLimits(cap));
          for (const name of capped) {
            expect(full[name].capped).toBe(false);
            if (!some[name].capped) expect(some[name]).toEqual(full[name]);
            const most = countsOf(full)[name];
            for (const [place, count] of countsOf(some)[name].entries())
              expect(count).toBeLessThanOrEqual(most[place]!);
          }
          if (some.chain.length === full.chain.length) continue;
          expect(some.chain.length).toBeLessThan(full.chain.length);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('walks no more of a hub than its caps, however large the hub', () => {
    const hubs = (spokes: number) => {
      const parts: string[] = [];
      // Two hubs that share all spokes, which all pay back: the worst case of every search at once.
      for (let spoke = 0; spoke < spokes; spoke += 1) {
        const at = 1 + spoke / 1000;
        for (const hub of ['h', 'g', 'k'])
          parts.push(`${hub}>s${spoke} 9 @${at}`, `s${spoke}>${hub} 9 @${at}`);
      }
      return [...parts, 'h>g 9 @100', 'g>h 9 @100'].join(', ');
    };
    const limits = motifLimits();
    const [small, large] = [walked(hubs(200), limits), walked(hubs(2000), limits)];
    for (const [name, { reads, capped: flag }] of Object.entries(large)) {
      const { degreeMax, stepsMax } = limits;
      expect(reads, name).toBeLessThanOrEqual(name === 'chain' ? 12 * degreeMax : stepsMax + 4 * degreeMax);
      expect(reads, name).toBeLessThanOrEqual(small[name as keyof typeof small].reads * 1.5);
      expect(flag, name).toBe(name !== 'chain');
    }
  });
});

/** How many links of the session's lists each search followed for the last transfer of a text. */
function walked(text: string, limits: Config['motifs']) {
  const session = new Session(parseConfig({}).session);
  const events = eventsFromText(text);
  const arrivals = events.map((item) => applyEvent(session, item, new Map()));
  const slot = arrivals.at(-1)?.slot as number;
  let reads = 0;
  const counting = (list: Int32Array<ArrayBuffer>) =>
    new Proxy(list, {
      get: (target, place) => {
        reads += 1;
        return target[Number(place)];
      },
    });
  session.transfers.inPrev = counting(session.transfers.inPrev);
  session.pairs.inNext = counting(session.pairs.inNext);
  session.pairs.outNext = counting(session.pairs.outNext);
  const count = (search: () => { readonly capped?: boolean }) => {
    reads = 0;
    const { capped: flag = false } = search();
    return { reads, capped: flag };
  };
  const marked = new StampSet();
  return {
    cycles: count(() => temporalCycles(session, slot, limits)),
    scatterGather: count(() => scatterGather(session, slot, limits, marked)),
    block: count(() => bipartiteBlock(session, slot, limits, marked)),
    fan: count(() => fan(session, session.transfers.to[slot]!, 'in', limits)),
    chain: count(() => ({ capped: chain(session, slot, limits).length === 0 })),
  };
}
