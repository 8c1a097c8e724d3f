import { describe, expect, it, test } from 'vitest';
import type { TransferEvent } from '../graph/model/event.ts';
import type { StoredTransfer } from '../graph/store.ts';
import type { Decision } from '../scoring/decision-model.ts';
import { ReversalMarks, transferDifference } from './compare-transfer.ts';

const event: TransferEvent = {
  kind: 'transfer',
  id: 't1',
  at: 1000,
  seenAt: 2000,
  from: { bank: '021', account: 'a' },
  to: { account: 'b' },
  amountMinor: 500,
  currency: 'EUR',
  format: 'ACH',
};
const stored: StoredTransfer = { seq: 7, event, from: '021/a', to: 'b', score: null, reversedAt: null };
const decision: Decision = {
  seq: 7,
  transactionId: 't1',
  at: 1000,
  seenAt: 2000,
  from: '021/a',
  to: 'b',
  amountMinor: 500,
  currency: 'EUR',
  verdict: 'ALLOW',
  score: 0,
  reasons: [],
  features: new Float64Array(),
  late: false,
  ringId: null,
  alertId: null,
  latencyUs: 1,
  featureSetHash: 'f',
  modelHash: 'm',
  ruleSetHash: 'r',
};

describe('transferDifference', () => {
  it('finds none where event, relationship and decision agree', () => {
    expect(transferDifference({ seq: 7, event }, stored, decision)).toBeNull();
  });

  it.each<[Partial<StoredTransfer>, string]>([
    [{ seq: 8 }, 'its relationship 8'],
    [{ from: 'a' }, 'the relationship joins other accounts'],
    [{ to: 'c' }, 'the relationship joins other accounts'],
  ])('sees a relationship with %j', (change, message) => {
    expect(transferDifference({ seq: 7, event }, { ...stored, ...change }, decision)).toContain(message);
  });

  it.each<[Partial<Decision>, string]>([
    [{ seq: 8 }, 'its decision 8'],
    [{ from: 'a' }, 'the accounts of transfer and decision differ'],
    [{ to: '021/b' }, 'the accounts of transfer and decision differ'],
    [{ at: 1001 }, 'the times'],
    [{ seenAt: 1000 }, 'the times'],
    [{ amountMinor: 501 }, 'the amounts'],
    [{ currency: 'USD' }, 'the amounts'],
  ])('sees a decision with %j', (change, message) => {
    expect(transferDifference({ seq: 7, event }, stored, { ...decision, ...change })).toContain(message);
  });

  it('sees what is missing', () => {
    expect(transferDifference({ seq: 7, event }, undefined, decision)).toContain('no relationship');
    expect(transferDifference({ seq: 7, event }, stored, undefined)).toBe('the transfer has no decision');
  });
});

test('marks of reversal are held against the reversals, a second one of the same transfer included', () => {
  const marks = new ReversalMarks();
  const marked = { ...stored, reversedAt: 3000 };
  for (const id of ['t1', 't2']) marks.transfer(id, { ...marked, event: { ...event, id } });
  marks.transfer('t3', stored);
  expect([marks.reversal(marked), marks.reversal(marked)]).toEqual([null, null]);
  expect(marks.reversal({ ...stored, event: { ...event, id: 't3' } })).toContain('not marked');
  expect(marks.reversal(undefined)).toContain('not in the graph');
  expect(marks.unexplained()).toEqual(['t2']);
});
