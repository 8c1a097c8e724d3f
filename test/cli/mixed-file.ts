/** A jsonl file with every kind of record, and what is to become of each. */
export interface MixedFile {
  readonly bytes: Buffer;
  readonly counts: Readonly<Record<string, number>>;
  /** Ids in the order of their decisions. */
  readonly decided: readonly string[];
  /** In the order of their lines; `raw` is null where the event is kept in its canonical form. */
  readonly dead: readonly { readonly line: number; readonly code: string; readonly raw: Buffer | null }[];
}

const at = (minute: number) => new Date(Date.UTC(2026, 0, 10, 8, minute)).toISOString();

function transfer(id: string, minute: number, amount = '25.00') {
  return {
    id,
    at: at(minute),
    from: { account: 'a1' },
    to: { account: 'a2' },
    amount,
    currency: 'EUR',
    format: 'ACH',
  };
}

/** Makes the file; its records are in order of time. */
export function mixedFile(): MixedFile {
  const notUtf8 = Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]);
  const json = (value: unknown) => Buffer.from(JSON.stringify(value));
  const account = { account: 'a1' };
  const authentication = {
    kind: 'authentication',
    id: 'l1',
    at: at(4),
    account,
    method: 'pin',
    outcome: 'success',
    device: 'd1',
  };
  const lines: readonly Buffer[] = [
    json(transfer('t1', 0)),
    json(transfer('t1', 0)), // a repeat
    json(transfer('t1', 0, '26.00')), // the id with other content
    notUtf8,
    Buffer.alloc(0), // a blank line is nobody's record
    json(transfer('t2', 1, '-5.00')),
    json(transfer('t3', 2)),
    json({ kind: 'reversal', id: 'r1', at: at(3), reverses: 't1' }),
    json({ kind: 'reversal', id: 'r1', at: at(3), reverses: 't1' }), // a repeat
    json({ kind: 'reversal', id: 'r2', at: at(3), reverses: 'nobody' }),
    json(authentication),
    json(authentication), // a repeat
    json({ kind: 'log', id: 'l2', at: at(5), account, action: 'new payee' }),
    Buffer.from('{"id":"cut'),
    json({ ...transfer('t4', 6), currency: 'ZZZ' }),
    json({ ...transfer('t5', 7), to: account }), // a self-transfer counts as any other
    json(transfer('t3', 2)), // a repeat, out of order: the file is sorted
    json(transfer('t6', 8)),
    json({ kind: 'label', id: 'v1', at: at(9), account, verdict: 'fraud', transactionId: 't5' }),
  ];
  return {
    bytes: Buffer.concat(lines.flatMap((line) => [line, Buffer.from('\n')])),
    counts: {
      records: 18,
      transactions: 4,
      reversals: 1,
      activities: 2,
      labels: 1,
      duplicates: 4,
      deadLetters: 6,
      late: 0,
    },
    decided: ['t1', 't3', 't5', 't6'],
    dead: [
      { line: 3, code: 'ID_CONFLICT', raw: null },
      { line: 4, code: 'RECORD_UNREADABLE', raw: notUtf8 },
      { line: 6, code: 'AMOUNT_NOT_POSITIVE', raw: lines[5] ?? null },
      { line: 10, code: 'REVERSAL_TARGET_UNKNOWN', raw: null },
      { line: 14, code: 'RECORD_UNREADABLE', raw: lines[13] ?? null },
      { line: 15, code: 'CURRENCY_UNKNOWN', raw: lines[14] ?? null },
    ],
  };
}
