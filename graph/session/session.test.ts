import { describe, expect, it, test } from 'vitest';
import { dayMs, hourMs } from '../../base/clock.ts';
import { type Config, parseConfig } from '../../base/config.ts';
import { AnelError } from '../../base/errors.ts';
import { Random } from '../../base/random.ts';
import { eventsFromText, textStart } from '../../test/naive/events-from-text.ts';
import { sessionFromText } from '../../test/naive/session-from-text.ts';
import type { AuthenticationEvent, Identifiers, SequencedEvent, TransferEvent } from '../model/event.ts';
import { dayWindow, hourWindow, weekWindow, windowCount } from '../window/windows.ts';
import { Session } from './session.ts';

function open(settings: Partial<Config['session']> = {}): Session {
  return new Session(parseConfig({ session: settings }).session);
}

function transfer(
  seq: number,
  at: number,
  from: string,
  to: string,
  amountMinor = 100,
): SequencedEvent<TransferEvent> {
  const money = { amountMinor, currency: 'USD', format: 'ACH' };
  const base = { id: `t${seq}`, at, seenAt: at };
  return {
    seq,
    event: { kind: 'transfer', ...base, from: { account: from }, to: { account: to }, ...money },
  };
}

const countOf = ({ session, account }: ReturnType<typeof sessionFromText>, key: string, window: number) =>
  session.accounts.outCount[account(key) * windowCount + window];

describe('a window', () => {
  test.each([
    ['an hour less a moment', 'a>b 9 @1, c>d 9 @1.9999', [1, 1, 1]],
    ['an hour', 'a>b 9 @1, c>d 9 @2', [0, 1, 1]],
    ['a day', 'a>b 9 @1, c>d 9 @25', [0, 0, 1]],
    ['seven days less a moment', 'a>b 9 @1, c>d 9 @168.9999', [0, 0, 1]],
    ['seven days', 'a>b 9 @1, c>d 9 @169', [0, 0, 0]],
    ['a day after an event that came late', 'a>b 9 @30, a>b 9 @29.5, c>d 9 @53.5', [0, 1, 2]],
    ['a reversal', 'a>b 9 @1, undo 1 @1', [0, 0, 0]],
    ['a second reversal', 'a>b 9 @1, a>b 9 @1, undo 1 @1, undo 1 @1', [1, 1, 1]],
    ['a reversal of what had left', 'a>b 9 @1, a>b 9 @169, undo 1 @169', [1, 1, 1]],
    ['an authentication in the future, which moves no time', 'a>b 9 @1, a uses device:d @900', [1, 1, 1]],
  ])('after %s', (_name, text, counts) => {
    const opened = sessionFromText(text);
    expect([hourWindow, dayWindow, weekWindow].map((window) => countOf(opened, 'a', window))).toEqual(counts);
  });

  it('of less than a day makes the shorter ones no longer than itself', () => {
    const opened = sessionFromText('a>b 9 @1, c>d 9 @1.5', { windowMs: hourMs / 2 });
    expect(opened.session.windows).toEqual([...new Array(4).fill(hourMs / 2), 30 * dayMs]);
    expect([hourWindow, dayWindow, weekWindow].map((window) => countOf(opened, 'a', window))).toEqual([
      0, 0, 0,
    ]);
  });

  it('takes a late event while the lateness lasts, at its own time', () => {
    const inside = sessionFromText('a>b 9 @30, a>c 9 @6');
    expect(inside.last.late).toBe(false);
    expect([hourWindow, dayWindow, weekWindow].map((window) => countOf(inside, 'a', window))).toEqual([
      1, 1, 2,
    ]);
    const outside = sessionFromText('a>b 9 @30, a>c 9 @5.999');
    expect(outside.last).toMatchObject({ late: true, slot: -1, pair: -1 });
    expect([hourWindow, dayWindow, weekWindow].map((window) => countOf(outside, 'a', window))).toEqual([
      1, 1, 1,
    ]);
  });

  it('takes no event that would have left it, whatever the lateness', () => {
    const text = 'a>b 9 @200, a>c 9 @32, a>c 9 @32.001';
    const { session } = sessionFromText(text, { allowedLatenessMs: 30 * dayMs, longestWindowMs: 7 * dayMs });
    expect(session.transferCount).toBe(2);
  });
});

describe('the lifetime memory', () => {
  it('outlives expiry and reversal, and knows nothing of late transfers', () => {
    const text = 'a>b 100 @1, undo 1 @2, a>b 50 @400, a>b 70 @2, a>a 7 @800';
    const { session, account } = sessionFromText(text);
    const { accounts } = session;
    const a = account('a');
    expect([accounts.lifeOutCount[a], accounts.lifeOutSum[a], accounts.lifeOutMax[a]]).toEqual([2, 150, 100]);
    expect(session.pairs.lifeCount[0]).toBe(2);
    expect(session.pairs.active).toBe(0);
  });
});

describe('limits', () => {
  const several = ['a>b 9 @1 device:d', 'b>c 9 @1 device:e', 'c>d 9 @1 device:f', 'd>e 9 @1 device:g'].join(
    ', ',
  );

  test.each(['transfersMax', 'accountsMax', 'pairsMax', 'identifiersMax'] as const)(
    'session.%s is exact',
    (name) => {
      const events = eventsFromText(several) as SequencedEvent<TransferEvent>[];
      const needed = name === 'accountsMax' ? 5 : 4;
      const enough = open({ [name]: needed });
      for (const item of events) enough.applyTransfer(item);
      const few = open({ [name]: needed - 1 });
      for (const item of events.slice(0, -1)) few.applyTransfer(item);
      const error = thrownBy(() => few.applyTransfer(events.at(-1)!));
      expect(error).toMatchObject({
        code: 'SESSION_TOO_LARGE',
        message: expect.stringMatching(
          name === 'transfersMax'
            ? /session\.transfersMax .*; raise it or shorten session\.longestWindowMs$/
            : new RegExp(`session\\.${name}.*; raise it$`),
        ),
      });
    },
  );

  it('of transfers counts what the window holds, not what came', () => {
    const session = open({ transfersMax: 2, longestWindowMs: 7 * dayMs });
    for (let day = 1; day <= 50; day += 1) session.applyTransfer(transfer(day, day * 4 * dayMs, 'a', 'b'));
    expect(session.transferCount).toBe(2);
  });

  it('of links between accounts and identifiers is four times that of identifiers', () => {
    const session = open({ identifiersMax: 1 });
    for (let seq = 1; seq <= 4; seq += 1) session.applyActivity(act(seq, `a${seq}`, { device: 'd' }));
    const error = thrownBy(() => session.applyActivity(act(5, 'a5', { device: 'd' })));
    expect(error).toMatchObject({
      code: 'SESSION_TOO_LARGE',
      message: expect.stringContaining('identifiersMax × 4'),
    });
  });

  it('of a walk over the identifiers of one account leave those of other kinds in sight', () => {
    const session = open();
    session.applyActivity(act(1, 'a', { card: 'shared', device: 'shared' }));
    session.applyActivity(act(2, 'b', { card: 'shared', device: 'shared' }));
    for (let seq = 3; seq < 403; seq += 1) session.applyActivity(act(seq, 'a', { device: `d${seq}` }));
    const { identifiers } = session;
    expect([identifiers.sharedBy(0, 'card'), identifiers.sharedBy(0, 'device')]).toEqual([2, 1]);
    expect([identifiers.common(0, 1), identifiers.common(1, 0)]).toEqual([1, 2]);
  });
});

describe('the devices of an account', () => {
  const device = (text: string) => {
    const { session, account } = sessionFromText(text);
    const at = (hour: number) => textStart + hour * hourMs;
    return {
      since: (id: string) =>
        (session.identifiers.firstUsedAt(account('a'), 'device', id) - textStart) / hourMs,
      takenUp: (after: number, through: number) =>
        session.identifiers.takenUp(account('a'), 'device', at(after), at(through)),
    };
  };

  it('are known since their earliest use, whatever the order', () => {
    const { since } = device('a>b 9 @9 device:d, a uses device:d @3, a>b 9 @10 device:d, a>b 9 @10 device:e');
    expect([since('d'), since('e'), since('f')]).toEqual([3, 10, Number.POSITIVE_INFINITY]);
  });

  it('are taken up after a moment and through another, the first of all not counted', () => {
    const text = 'a uses device:d @1, a uses device:e @2, a uses device:f @3, a>b 9 @4, a uses device:g @9';
    const { takenUp } = device(text);
    expect([takenUp(0, 4), takenUp(1, 4), takenUp(2, 4), takenUp(3, 4), takenUp(0, 9)]).toEqual([
      2, 2, 1, 0, 3,
    ]);
    expect([takenUp(0, 1), takenUp(0, 0)]).toEqual([0, 0]);
  });
});

describe('amounts whose sum is past 2^53', () => {
  it('leave no negative sum behind', () => {
    const session = open();
    const amounts = [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, 1, 1, 1, 3];
    for (const [place, amount] of amounts.entries())
      session.applyTransfer(transfer(place + 1, place, 'a', 'b', amount));
    for (let seq = 1; seq <= 6; seq += 1) {
      session.applyReversal(
        { seq: 6 + seq, event: { kind: 'reversal', id: `r${seq}`, at: 9, seenAt: 9, reverses: `t${seq}` } },
        { seq, from: 'a', to: 'b' },
      );
      expect(session.accounts.outSum[weekWindow]).toBeGreaterThanOrEqual(0);
      expect(session.pairs.sum[0]).toBeGreaterThanOrEqual(0);
    }
    expect([...session.accounts.outSum.slice(0, windowCount)]).toEqual(new Array(windowCount).fill(0));
  });
});

describe('a long stream', () => {
  it('reuses slots and grows, and its counters stay those of a plain list', () => {
    const windowMs = 2 * dayMs;
    const session = open({ windowMs, longestWindowMs: windowMs, allowedLatenessMs: hourMs });
    const random = new Random('long stream');
    const inWindow: {
      readonly at: number;
      readonly from: number;
      readonly to: number;
      readonly seq: number;
    }[] = [];
    let now = 0;
    for (let seq = 1; seq <= 60_000; seq += 1) {
      // Quiet and busy times: the window grows past every first capacity and shrinks again.
      now += random.exponential(Math.floor(seq / 15_000) % 2 === 0 ? 20 : 2000) * 1000;
      const at = Math.floor(random.chance(0.05) ? now - random.below(hourMs) : now);
      now = Math.max(at, Math.floor(now));
      const [from, to] = [random.below(3000), random.below(3000)];
      const arrival = session.applyTransfer(transfer(seq, at, `a${from}`, `a${to}`));
      if (!arrival.late) inWindow.push({ at, from, to, seq });
      if (seq % 10_000 === 0)
        expectCounters(
          session,
          inWindow.filter((t) => session.now - windowMs < t.at),
        );
    }
    expect(session.transfers.used).toBeGreaterThan(8000);
    expect(session.transfers.used).toBeLessThan(60_000);
    expect(session.pairs.table.size).toBeGreaterThan(20_000);
  });
});

function expectCounters(
  session: Session,
  held: readonly { readonly from: number; readonly to: number; readonly seq: number }[],
): void {
  expect(session.transferCount).toBe(held.length);
  expect(session.oldestSeq()).toBe(Math.min(...held.map(({ seq }) => seq)));
  const moved = held.filter(({ from, to }) => from !== to);
  const sent = new Map<string, number>();
  for (const { from } of moved) sent.set(`a${from}`, (sent.get(`a${from}`) ?? 0) + 1);
  for (let row = 0; row < session.accountCount; row += 1) {
    const cell = row * windowCount + weekWindow;
    expect(session.accounts.outCount[cell]).toBe(sent.get(session.accountKeys.key(row)) ?? 0);
    expect(session.accounts.outSum[cell]).toBe(session.accounts.outCount[cell]! * 100);
  }
  expect(session.pairs.active).toBe(new Set(moved.map(({ from, to }) => `${from} ${to}`)).size);
}

function act(seq: number, account: string, shown: Identifiers): SequencedEvent<AuthenticationEvent> {
  const base = { id: `e${seq}`, at: seq, seenAt: seq, account: { account } };
  return {
    seq,
    event: { kind: 'authentication', ...base, method: 'password', outcome: 'success', ...shown },
  };
}

function thrownBy(action: () => void): AnelError {
  try {
    action();
  } catch (error) {
    if (error instanceof AnelError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}
