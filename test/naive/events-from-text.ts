import { dayMs, hourMs } from '../../base/clock.ts';
import { AnelError } from '../../base/errors.ts';
import {
  type GraphEvent,
  type Identifiers,
  identifierKinds,
  type LabelVerdict,
  type SequencedEvent,
} from '../../graph/model/event.ts';

/** Hour 0 of the texts. */
export const textStart = 20_000 * dayMs;

/**
 * Reads a stream of events from text, for tests: parts between commas, numbered from 1, `@` gives the hour. `a>b 100 @1` is a
 * transfer of 100 cents, `a>b 100 @1 device:d` one that shows a device, `undo 2 @5` reverses the second event,
 * `a uses card:c ip:i @3` is an authentication, `a is fraud @4` or `a is legitimate @4` a label. Throws INPUT_INVALID.
 */
export function eventsFromText(text: string): SequencedEvent[] {
  return text.split(',').map((part, place) => ({ seq: place + 1, event: eventOf(part.trim(), place + 1) }));
}

/** The id of the event with this number. */
export const eventId = (seq: number): string => `e${seq}`;

function eventOf(part: string, seq: number): GraphEvent {
  const [, body = '', hour = '', more = ''] = /^(.*?) @([\d.]+)(.*)$/.exec(part) ?? [];
  const at = textStart + Number(hour) * hourMs;
  const base = { id: eventId(seq), at, seenAt: at };
  const transfer = /^(\w+)>(\w+) (\d+)$/.exec(body);
  if (transfer !== null) {
    const [, from = '', to = '', amount] = transfer;
    const money = { amountMinor: Number(amount), currency: 'USD', format: 'ACH' };
    return {
      kind: 'transfer',
      ...base,
      from: { account: from },
      to: { account: to },
      ...money,
      ...shown(more),
    };
  }
  const undo = /^undo (\d+)$/.exec(body);
  if (undo !== null) return { kind: 'reversal', ...base, reverses: eventId(Number(undo[1])) };
  const use = /^(\w+) uses (.*)$/.exec(body);
  if (use !== null) {
    const [, account = '', identifiers = ''] = use;
    const act = { method: 'password', outcome: 'success' } as const;
    return { kind: 'authentication', ...base, account: { account }, ...act, ...shown(identifiers) };
  }
  const label = /^(\w+) is (fraud|legitimate)$/.exec(body);
  if (label !== null) {
    const [, account = '', verdict] = label;
    return { kind: 'label', ...base, account: { account }, verdict: verdict as LabelVerdict };
  }
  throw new AnelError('INPUT_INVALID', `reading events: "${part}" is no event; correct it`);
}

function shown(text: string): Identifiers {
  const found: Record<string, string> = {};
  for (const word of text.split(' ').filter((part) => part !== '')) {
    const [kind = '', id = ''] = word.split(':');
    if (!(identifierKinds as readonly string[]).includes(kind)) {
      throw new AnelError('INPUT_INVALID', `reading events: "${word}" is no identifier; correct it`);
    }
    found[kind] = id;
  }
  return found;
}
