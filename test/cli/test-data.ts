import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ClientConfig } from 'pg';
import { afterAll } from 'vitest';
import { stringify } from 'yaml';
import { systemClock } from '../../base/clock.ts';
import { parseConfig } from '../../base/config.ts';
import { openLog } from '../../base/log.ts';
import type { Ledger } from '../../ledger/model.ts';
import { openLedger } from '../../ledger/open-ledger.ts';
import {
  makeSchema,
  startTestServer,
  type TestSchema,
  type TestServer,
  testTimeoutMs,
} from '../../ledger/test-database.ts';

export type Settings = Readonly<Record<string, unknown>>;

/** A temporary folder that is removed after the tests of the file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'anel-cli-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A configuration file with these settings; answers its path. */
export function writeSettings(folder: string, name: string, settings: Settings = {}): string {
  const path = join(folder, `${name}.yaml`);
  writeFileSync(path, stringify(settings));
  return path;
}

/** A place where Anel keeps its data, with a ledger that the test can look into while Anel runs. */
export interface Place {
  /** The options `--data` and `--config`. */
  readonly options: readonly string[];
  readonly settings: Settings;
  readonly data: string;
  readonly schema: TestSchema;
  readonly ledger: Ledger;
  /** Gives its connections back before the others; once is enough. */
  close(): Promise<void>;
}

/** Makes places on one PostgreSQL: each has its own schema and folder, so that none waits for a server of its own. */
export class Places {
  readonly #folder: string;
  readonly #server: TestServer;
  readonly #open: Place[] = [];

  private constructor(folder: string, server: TestServer) {
    this.#folder = folder;
    this.#server = server;
  }

  static async open(folder: string): Promise<Places> {
    return new Places(folder, await startTestServer());
  }

  async place(name: string, settings: Settings = {}): Promise<Place> {
    const schema = await makeSchema(this.#server.server.connection);
    const data = join(this.#folder, name);
    const own = { ...settings, data, ledger: { url: urlOf(schema.connection) } };
    const config = parseConfig(own).ledger;
    const ledger = await openLedger({
      connection: schema.connection,
      config,
      log: openLog('silent'),
      clock: systemClock,
    });
    const options = ['--data', data, '--config', writeSettings(this.#folder, name, own)];
    let closing: Promise<void> | null = null;
    const close = () => {
      closing ??= ledger.close().then(() => schema.drop());
      return closing;
    };
    const place = { options, settings: own, data, schema, ledger, close };
    this.#open.push(place);
    return place;
  }

  async close(): Promise<void> {
    for (const place of this.#open) await place.close();
    await this.#server.dispose();
  }
}

export { testTimeoutMs };

function urlOf({ host, port, user, password, database, options }: ClientConfig): string {
  const query = new URLSearchParams({ host: host ?? '', port: String(port), options: options ?? '' });
  return `postgres://${user}:${String(password)}@/${database}?${query.toString().replaceAll('+', '%20')}`;
}
