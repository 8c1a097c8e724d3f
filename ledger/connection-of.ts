import { readFile } from 'node:fs/promises';
import type { ClientConfig } from 'pg';
import type { Config } from '../base/config.ts';
import { AnelError, messageOf } from '../base/errors.ts';
import type { OpenLedgerOptions } from './open-ledger.ts';

/** Parameters of a connection string that would replace what `ledger.ca` asks for. */
const tlsParameters = ['ssl', 'sslmode', 'sslrootcert', 'sslcert', 'sslkey', 'uselibpqcompat'];

/**
 * The connections of the PostgreSQL server in the settings, for `openLedger`; null when there is none and a private one is
 * to be started. With `ledger.ca` both speak TLS only and check that the certificate of the server is from that
 * authority and for its host. Throws FILE_MISSING or CONFIG_INVALID, which name the key.
 */
export async function connectionOf(
  settings: Config['ledger'],
): Promise<Pick<OpenLedgerOptions, 'connection' | 'owner'> | null> {
  const { url, ownerUrl, ca } = settings;
  if (url === null) return null;
  const certificates = ca === null ? null : await readCertificates(ca);
  const connection = clientConfig('ledger.url', url, certificates);
  if (ownerUrl === null) return { connection };
  return { connection, owner: clientConfig('ledger.ownerUrl', ownerUrl, certificates) };
}

async function readCertificates(path: string): Promise<string> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw new AnelError(
      isMissing ? 'FILE_MISSING' : 'FILE_UNREADABLE',
      `configuration key "ledger.ca": tried to read "${path}": ${messageOf(error)}; name the file of the certificates`,
      { cause: error },
    );
  });
  if (text.includes('-----BEGIN CERTIFICATE-----')) return text;
  throw new AnelError(
    'CONFIG_INVALID',
    `configuration key "ledger.ca": "${path}" holds no certificate; name a PEM file, which has lines "BEGIN CERTIFICATE"`,
  );
}

function clientConfig(key: string, connectionString: string, ca: string | null): ClientConfig {
  const parameters = parametersOf(key, connectionString);
  if (ca === null) return { connectionString };
  const given = tlsParameters.find((name) => parameters.has(name));
  if (given === undefined) return { connectionString, ssl: { ca, rejectUnauthorized: true } };
  throw new AnelError(
    'CONFIG_INVALID',
    `configuration key "${key}": "${given}" contradicts "ledger.ca", which asks for TLS and checks the server; remove one of them`,
  );
}

/** The text itself is not quoted: it holds a password. */
function parametersOf(key: string, connectionString: string): URLSearchParams {
  const isUrl = /^postgres(ql)?:\/\//.test(connectionString);
  // A folder of sockets may stand for the host, or no host at all, which URL does not take.
  const text = connectionString.replace('@/', '@socket/');
  if (isUrl && URL.canParse(text)) return new URL(text).searchParams;
  throw new AnelError(
    'CONFIG_INVALID',
    `configuration key "${key}": expected a connection string "postgresql://USER:PASSWORD@HOST:PORT/DATABASE"; see docs/postgresql.md`,
  );
}
