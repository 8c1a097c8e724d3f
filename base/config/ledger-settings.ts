import { z } from 'zod';
import { minuteMs, secondMs } from '../clock.ts';
import { certificate, connection, count, durationMs } from './terms.ts';

/** The ledger. */
export const ledgerSettings = z
  .strictObject({
    url: connection('A PostgreSQL connection string; null starts a private one in the data folder.'),
    ownerUrl: connection(
      'The connection string of the role that owns the tables; with it, the role of `ledger.url` only gets what it needs. Null: one role does both.',
    ),
    ca: certificate(
      'File of the certificates (PEM) that the server is checked with; setting it asks for TLS.',
    ),
    leaseMs: durationMs(
      10 * secondMs,
      'The active scorer is superseded when it has not renewed its lease for this long.',
    ),
    leaseRenewEveryMs: durationMs(
      2 * secondMs,
      'How often the active scorer renews its lease, and a standby asks for it.',
    ),
    poolMax: count(8, 'Connections to PostgreSQL.'),
    statementTimeoutMs: durationMs(
      30 * secondMs,
      'Longest time of one SQL statement, and in which a connection has to open.',
    ),
    wholeTimeoutMs: durationMs(
      30 * minuteMs,
      'Longest time of one SQL statement of a migration or a verification, which may read whole tables.',
    ),
    startTimeoutMs: durationMs(60 * secondMs, 'Longest time in which the private PostgreSQL has to start.'),
    pageMax: count(1000, 'Rows in one page of a list.'),
    readMax: count(10_000, 'Ids in one read.'),
    outboxBytesMax: count(
      16_777_216,
      'Bytes of the messages of the outbox in one read; a longer message is read alone.',
    ),
    problemsMax: count(100, 'Problems that a verification reports.'),
    batchMax: count(10_000, 'Events, and facts of one kind, in one commit.'),
  })
  .prefault({});
