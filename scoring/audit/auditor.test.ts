import { describe, expect, test } from 'vitest';
import { openInThreadRunner } from '../../algorithms/worker/open-runner.ts';
import { dayMs, systemClock } from '../../base/clock.ts';
import { parseConfig } from '../../base/config.ts';
import type { SequencedEvent, TransferEvent } from '../../graph/model/event.ts';
import { monthWindow, windowCount } from '../../graph/window/windows.ts';
import { simulate } from '../../simulator/simulate.ts';
import { openFeatureState } from '../features/feature-state.ts';
import { computeVector } from '../features/registry.ts';
import type { AuditFinding } from './auditor.ts';

const simulated = simulate({ accounts: 250, transactions: 2000, rings: 8, days: 12, seed: 4 });
const events: SequencedEvent<TransferEvent>[] = [...simulated].map(({ event }, place) => ({
  seq: place + 1,
  event,
}));

function open(everyRecomputations: number) {
  const findings: AuditFinding[] = [];
  const config = parseConfig({
    session: { windowMs: 3 * dayMs, structureEveryTransfers: 200, structureEveryShare: 0.01 },
    audit: { everyRecomputations, accountsSampled: 10_000 },
  });
  const runner = openInThreadRunner(config.algorithms);
  const audit = {
    runner,
    onFinding: (finding: AuditFinding) => findings.push(finding),
    onError: (error: unknown) => {
      throw error;
    },
  };
  const state = openFeatureState(config, { runner, clock: systemClock, audit });
  return { ...state, findings };
}

type Opened = ReturnType<typeof open>;

/** Applies events and answers their vectors. */
async function apply({ session, structure, context }: Opened, from: number, to: number) {
  const vectors: Float64Array[] = [];
  for (const item of events.slice(from, to)) {
    context.begin(session.applyTransfer(item));
    vectors.push(computeVector(context));
    await structure.observeTransfer();
  }
  return vectors;
}

describe('the auditor', () => {
  test('finds nothing where nothing is wrong, and changes nothing', async () => {
    const [audited, other] = [open(1), open(0)];
    expect(await apply(audited, 0, events.length)).toEqual(await apply(other, 0, events.length));
    const { figures } = audited.auditor!;
    expect(audited.findings).toEqual([]);
    expect(figures).toMatchObject({ rebuilds: 0, skipped: 0, windowDifferences: 0, coreDifference: 0 });
    expect(figures.runs).toBeGreaterThan(5);
    expect(figures.pagerankDifference).toBeLessThan(0.025);
    expect(figures.modularity).toBeGreaterThan(0.1);
    expect(other.auditor!.figures.runs).toBe(0);
  });

  test.each([
    [
      'windows',
      ({ session }: Opened) => {
        session.accounts.outSum[3 * windowCount + monthWindow]! += 1;
      },
    ],
    [
      'pagerank',
      ({ context, session }: Opened) => {
        // A change of a pair that the session never had.
        session.pairs.onChange?.(0, 1, 0, 50);
        context.live.settle();
      },
    ],
    [
      'windows',
      ({ session }: Opened) => {
        // A transfer that a window forgot to let go.
        const account = session.accounts.outHead.findIndex((head) => head !== -1);
        session.transfers.enterWindow(session.accounts.outHead[account]!, 0);
        session.accounts.outCount[account * windowCount]! += 1;
      },
    ],
    [
      'cores',
      ({ context }: Opened) => {
        // Told of the end of pairs that are still there.
        const { pairs } = context.session;
        for (const [row, count] of pairs.count.entries())
          if (count > 0 && row % 3 === 0)
            pairs.onChange?.(pairs.table.from[row]!, pairs.table.to[row]!, 1, 0);
        context.live.settle();
      },
    ],
  ] as const)('finds %s that are wrong, tells of it, and makes them anew', async (part, harm) => {
    const opened = open(1);
    await apply(opened, 0, 900);
    harm(opened);
    await apply(opened, 900, 1500);
    expect(opened.findings.map((finding) => finding.part)).toContain(part);
    expect(opened.findings.every(({ code, difference }) => code === 'AUDIT_FAILED' && difference > 0)).toBe(
      true,
    );
    expect(opened.auditor!.figures.rebuilds).toBeGreaterThan(0);
    const told = opened.findings.length;
    await apply(opened, 1500, events.length);
    expect(opened.findings.slice(told)).toEqual([]);
    expect(opened.auditor!.figures).toMatchObject({ windowDifferences: 0, coreDifference: 0 });
    expect(opened.auditor!.figures.pagerankDifference).toBeLessThan(0.025);
  });
});
