import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { present } from '../base/assert.ts';
import { ManualClock } from '../base/clock.ts';
import { parseConfig } from '../base/config.ts';
import { openLog } from '../base/log.ts';
import { serverVariable } from '../test/servers/server-variable.ts';
import { connectionOf } from './connection-of.ts';
import { describeLedger } from './ledger.contract.ts';
import { openLedger } from './open-ledger.ts';
import { makeSchema, testTimeoutMs } from './test-database.ts';
import { startTlsServer, type TlsServer } from './test-tls-server.ts';

/** The settings of a ledger. */
const settings = (ledger: object) => parseConfig({ ledger }).ledger;

describe('a ledger over TLS', () => {
  // It starts a server of its own, from the packages that the shared one is from.
  if (serverVariable('ANEL_TEST_POSTGRES_URL') === null) return;
  let server: TlsServer;
  beforeAll(async () => {
    server = await startTlsServer();
  }, testTimeoutMs);
  afterAll(() => server.stop(), testTimeoutMs);

  async function connection(changes: object = {}): Promise<pg.ClientConfig> {
    const { url, ca } = server;
    return present(await connectionOf(settings({ url, ca, ...changes })), 'the connection').connection;
  }

  async function open(changes: object): Promise<void> {
    const config = settings({ url: server.url });
    const clock = new ManualClock(0);
    const opened = { connection: await connection(changes), config, clock, log: openLog('silent') };
    await (await openLedger(opened)).close();
  }

  describeLedger('over TLS', async () => makeSchema(await connection()));

  it('is encrypted', async () => {
    const client = new pg.Client(await connection());
    await client.connect();
    const { rows } = await client.query('select ssl from pg_stat_ssl where pid = pg_backend_pid()');
    await client.end();
    expect(rows).toEqual([{ ssl: true }]);
  });

  it('refuses a server whose certificate is from another authority, or for another host', async () => {
    const wrong = open({ ca: server.otherCa });
    await expect(wrong).rejects.toMatchObject({ code: 'CONFIG_INVALID', retryable: false });
    await expect(wrong).rejects.toThrow('"ledger.ca"');
    const elsewhere = open({ url: server.url.replace('127.0.0.1', 'localhost') });
    await expect(elsewhere).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  });

  it('is refused by a server that asks for TLS, without it', async () => {
    await expect(open({ ca: null })).rejects.toMatchObject({ code: 'LEDGER_FORBIDDEN', retryable: false });
  });

  it('does not fall back to a connection without TLS', async () => {
    const plain = serverVariable('ANEL_TEST_POSTGRES_URL');
    await expect(open({ url: plain })).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  });

  it('does not let the URL weaken what "ledger.ca" asks for', async () => {
    for (const parameter of ['sslmode=disable', 'sslmode=no-verify', 'ssl=0']) {
      const opened = open({ url: `${server.url}?${parameter}` });
      await expect(opened).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
    }
  });

  it('names the key and the file when the file is not there or holds no certificate', async () => {
    const path = join(server.folder, 'empty.pem');
    await expect(open({ ca: path })).rejects.toMatchObject({ code: 'FILE_MISSING' });
    await expect(open({ ca: server.folder })).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
    await writeFile(path, 'nothing');
    const opened = open({ ca: path });
    await expect(opened).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
    await expect(opened).rejects.toThrow(`"ledger.ca": "${path}"`);
  });
});
