import { AnelError } from '../../../base/errors.ts';
import {
  type AccountRef,
  type GraphEvent,
  type Identifiers,
  identifierKinds,
  type LabelPattern,
  type LabelVerdict,
} from '../../model/event.ts';

type Cell = string | number | null;

/**
 * An event without its id as one line of text: a JSON array by position, first a letter of the kind (`v` for the verdict of a label), absent fields null,
 * nulls at the end cut off. Later versions may append positions, never move them. `decodeEvent` is the inverse.
 */
export function encodeEvent(event: GraphEvent): string {
  const cells = cellsOf(event);
  while (cells.at(-1) === null) cells.pop();
  return JSON.stringify(cells);
}

/** Reads what `encodeEvent` wrote. Throws GRAPH_STORE_CORRUPT when the text is something else. */
export function decodeEvent(id: string, body: string): GraphEvent {
  const cells = parseCells(id, body);
  const head = { id, at: cells[1] as number, seenAt: cells[2] as number };
  switch (cells[0]) {
    case 't':
      return {
        kind: 'transfer',
        ...head,
        from: refOf(cells, 3),
        to: refOf(cells, 6),
        amountMinor: cells[9] as number,
        currency: cells[10] as string,
        format: cells[11] as string,
        ...optional('channel', cells[12]),
        ...optional('geo', cells[13]),
        ...identifiersAt(cells, 14),
      };
    case 'r':
      return { kind: 'reversal', ...head, reverses: cells[3] as string };
    case 'a': {
      const outcome = cells[7] === 'success' ? 'success' : 'failure';
      const act = { account: refOf(cells, 3), method: cells[6] as string, outcome } as const;
      return { kind: 'authentication', ...head, ...act, ...identifiersAt(cells, 8) };
    }
    case 'l':
      return {
        kind: 'log',
        ...head,
        account: refOf(cells, 3),
        action: cells[6] as string,
        ...identifiersAt(cells, 7),
      };
    case 'v':
      return {
        kind: 'label',
        ...head,
        account: refOf(cells, 3),
        verdict: cells[6] as LabelVerdict,
        ...optional('transactionId', cells[7]),
        ...optional('source', cells[8]),
        ...(typeof cells[9] === 'number' ? { until: cells[9] } : null),
        ...(typeof cells[10] === 'string' ? { pattern: cells[10] as LabelPattern } : null),
      };
    default:
      throw corrupt(id);
  }
}

function cellsOf(event: GraphEvent): Cell[] {
  const { at, seenAt } = event;
  switch (event.kind) {
    case 'transfer':
      return [
        't',
        at,
        seenAt,
        ...refCells(event.from),
        ...refCells(event.to),
        event.amountMinor,
        event.currency,
        event.format,
        event.channel ?? null,
        event.geo ?? null,
        ...identifierCells(event),
      ];
    case 'reversal':
      return ['r', at, seenAt, event.reverses];
    case 'authentication':
      return [
        'a',
        at,
        seenAt,
        ...refCells(event.account),
        event.method,
        event.outcome,
        ...identifierCells(event),
      ];
    case 'log':
      return ['l', at, seenAt, ...refCells(event.account), event.action, ...identifierCells(event)];
    case 'label': {
      const { account, verdict, transactionId, source, until, pattern } = event;
      const found = [verdict, transactionId ?? null, source ?? null, until ?? null, pattern ?? null];
      return ['v', at, seenAt, ...refCells(account), ...found];
    }
  }
}

const refCells = (ref: AccountRef): Cell[] => [ref.account, ref.bank ?? null, ref.country ?? null];

const identifierCells = (event: Identifiers): Cell[] => identifierKinds.map((kind) => event[kind] ?? null);

function refOf(cells: readonly Cell[], start: number): AccountRef {
  return {
    account: cells[start] as string,
    ...optional('bank', cells[start + 1]),
    ...optional('country', cells[start + 2]),
  };
}

function identifiersAt(cells: readonly Cell[], start: number): Identifiers {
  const found: Record<string, string> = {};
  identifierKinds.forEach((kind, offset) => {
    const cell = cells[start + offset];
    if (typeof cell === 'string') found[kind] = cell;
  });
  return found;
}

function optional<K extends string>(key: K, cell: Cell | undefined): { [key in K]?: string } {
  return typeof cell === 'string' ? ({ [key]: cell } as { [key in K]?: string }) : {};
}

function parseCells(id: string, body: string): readonly Cell[] {
  try {
    const cells: unknown = JSON.parse(body);
    if (Array.isArray(cells)) return cells as Cell[];
  } catch (error) {
    throw corrupt(id, error);
  }
  throw corrupt(id);
}

function corrupt(id: string, cause?: unknown): AnelError {
  return new AnelError(
    'GRAPH_STORE_CORRUPT',
    `reading event "${id}": its content cannot be decoded; restore the graph from the ledger`,
    { cause },
  );
}
