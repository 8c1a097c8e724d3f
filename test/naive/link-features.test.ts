import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openInThreadRunner } from '../../algorithms/worker/open-runner.ts';
import { systemClock } from '../../base/clock.ts';
import { type Config, parseConfig } from '../../base/config.ts';
import type { GraphEvent, SequencedEvent } from '../../graph/model/event.ts';
import { applyEvent } from '../../graph/session/replay-session.ts';
import type { Session } from '../../graph/session/session.ts';
import type { FeatureContext } from '../../scoring/features/context.ts';
import { openFeatureState } from '../../scoring/features/feature-state.ts';
import { linkStrengthFeatures } from '../../scoring/features/link-strength.ts';
import type { Structure } from '../../scoring/structure/structure.ts';
import { linkStreams } from './link-streams.arbitrary.ts';
import { naiveLinks } from './naive-links.ts';
import { settings, targetsOf } from './streams.arbitrary.ts';

const unbounded = 1_000_000_000;
const noCaps = {
  degreeMax: unbounded,
  stepsMax: unbounded,
  identifiersMax: unbounded,
  linkedAccountsMax: unbounded,
};

/** What changes an answer by definition, not by cutting a search short. */
const definitions = fc.record({
  pathLengthMax: fc.integer({ min: 1, max: 6 }),
  softAccountsMax: fc.integer({ min: 1, max: 6 }),
  softHalfLifeMs: fc.constantFrom(1, 3_600_000, 30 * 86_400_000),
});

class Engine {
  readonly config: Config;
  readonly session: Session;
  readonly structure: Structure;
  readonly context: FeatureContext;

  constructor(session: object, links: object) {
    this.config = parseConfig({
      session: { ...session, structureEveryTransfers: 5, structureEveryShare: 0.5 },
      links,
    });
    const { config } = this;
    const runner = openInThreadRunner(config.algorithms);
    const state = openFeatureState(config, { runner, clock: systemClock });
    this.session = state.session;
    this.structure = state.structure;
    this.context = state.context;
  }

  /** The values of the family by name, null for an event that is no transfer. Call `observe` after it. */
  apply(item: SequencedEvent, targets: ReturnType<typeof targetsOf>): Record<string, number> | null {
    const arrival = applyEvent(this.session, item, targets);
    if (arrival === null) return null;
    this.context.begin(arrival);
    return Object.fromEntries(linkStrengthFeatures.map(({ name, compute }) => [name, compute(this.context)]));
  }

  observe(): Promise<void> {
    return this.structure.observeTransfer();
  }

  communityOf(account: string): number {
    const index = this.session.accountKeys.find(account);
    return index === -1 ? -1 : this.structure.communityOf(index);
  }
}

/** Flags say of which values: without the flag they are exact, with it at most that. */
const flagOf = (name: string): string => {
  if (name.startsWith('path_')) return name.replace('_hops_', '_capped_');
  return /^(common|neighbour)_/.test(name) ? 'link_capped_7d' : 'shared_identifiers_capped';
};
const flags = new Set(linkStrengthFeatures.filter(({ unit }) => unit === 'flag').map(({ name }) => name));

describe('link features', () => {
  it('are those of a walk over the whole log, to the bit, after every event', async () => {
    await fc.assert(
      fc.asyncProperty(linkStreams, settings, definitions, async (events, session, links) => {
        const engine = new Engine(session, { ...noCaps, ...links });
        const targets = targetsOf(events);
        for (const [place, item] of events.entries()) {
          const values = engine.apply(item, targets);
          if (values === null) continue;
          const log = events.slice(0, place + 1);
          const communityOf = (account: string) => engine.communityOf(account);
          expect(values).toEqual(naiveLinks({ log, config: engine.config, communityOf }));
          await engine.observe();
        }
      }),
      { numRuns: 120 },
    );
  });

  it('with caps are the same, or less and a flag says so', async () => {
    const caps = fc.record({
      degreeMax: fc.integer({ min: 1, max: 5 }),
      stepsMax: fc.integer({ min: 1, max: 30 }),
      identifiersMax: fc.integer({ min: 1, max: 3 }),
      linkedAccountsMax: fc.integer({ min: 1, max: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(linkStreams, settings, caps, async (events, session, links) => {
        const [full, some] = [new Engine(session, noCaps), new Engine(session, links)];
        const targets = targetsOf(events);
        for (const item of events) {
          const [exact, capped] = [full.apply(item, targets), some.apply(item, targets)];
          if (exact === null || capped === null) continue;
          for (const name of Object.keys(exact).filter((key) => !flags.has(key))) {
            if (capped[flagOf(name)] === 0) expect([name, capped[name]]).toEqual([name, exact[name]]);
            else if (name.startsWith('path_')) expect(capped[name]).toBe(0);
            else expect(capped[name]).toBeLessThanOrEqual(exact[name] as number);
          }
          await full.observe();
          await some.observe();
        }
      }),
      { numRuns: 80 },
    );
  });

  it('do not depend on the names of accounts and identifiers', async () => {
    const other = (name: string): string => `x${[...name].reverse().join('')}`;
    const renamed = (event: GraphEvent): GraphEvent => {
      if (event.kind === 'reversal' || event.kind === 'label') return event;
      const shown = Object.fromEntries(
        (['device', 'ip', 'phone', 'email', 'card', 'address'] as const).flatMap((kind) =>
          event[kind] === undefined ? [] : [[kind, other(event[kind])]],
        ),
      );
      const ref = ({ account }: { account: string }) => ({ account: other(account), bank: 'b' });
      if (event.kind !== 'transfer') return { ...event, ...shown, account: ref(event.account) };
      return { ...event, ...shown, from: ref(event.from), to: ref(event.to) };
    };
    await fc.assert(
      fc.asyncProperty(linkStreams, settings, async (events, session) => {
        const others = events.map(({ seq, event }) => ({ seq, event: renamed(event) }));
        const [one, two] = [new Engine(session, {}), new Engine(session, {})];
        for (const [place, item] of events.entries()) {
          const values = one.apply(item, targetsOf(events));
          expect(two.apply(others[place] as SequencedEvent, targetsOf(others))).toEqual(values);
          if (values === null) continue;
          await one.observe();
          await two.observe();
        }
      }),
      { numRuns: 30 },
    );
  });

  it('have names of their own and are finite', async () => {
    const names = linkStrengthFeatures.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(linkStrengthFeatures.filter(({ description }) => description.length < 20)).toEqual([]);
  });
});
