import { present } from '../../base/assert.ts';
import { type Config, parseConfig } from '../../base/config.ts';
import { applyEvent } from '../../graph/session/replay-session.ts';
import { type Arrival, Session } from '../../graph/session/session.ts';
import { eventsFromText } from './events-from-text.ts';
import { targetsOf } from './streams.arbitrary.ts';

/** A session after the events of a text, with its last transfer. */
export interface TextSession {
  readonly session: Session;
  readonly last: Arrival;
  /** The number of an account, and the other way round. */
  account(key: string): number;
  keys(accounts: readonly number[]): string;
}

/** Opens a session and applies the events of a text: see `eventsFromText`. */
export function sessionFromText(text: string, settings: Partial<Config['session']> = {}): TextSession {
  const session = new Session(parseConfig({ session: settings }).session);
  const events = eventsFromText(text);
  const targets = targetsOf(events);
  let last: Arrival | null = null;
  for (const item of events) last = applyEvent(session, item, targets) ?? last;
  return {
    session,
    last: present(last, 'transfer'),
    account: (key) => session.accountKeys.find(key),
    keys: (accounts) => accounts.map((account) => session.accountKeys.key(account)).join(' '),
  };
}

/** The caps of the motif searches by default, or others. */
export const motifLimits = (caps: Partial<Config['motifs']> = {}): Config['motifs'] =>
  parseConfig({ motifs: caps }).motifs;

/** The caps and weights of link searches by default, or others. */
export const linkLimits = (caps: Partial<Config['links']> = {}): Config['links'] =>
  parseConfig({ links: caps }).links;
