import { readFileSync } from 'node:fs';
import neo4j, { type Driver, type Config as DriverSettings } from 'neo4j-driver';
import type { Config } from '../../../base/config.ts';
import { AnelError, messageOf } from '../../../base/errors.ts';
import type { Log } from '../../../base/log.ts';

/**
 * A driver for the server of the settings, not yet connected. Its pool and its deadlines are those of the settings. Throws
 * CONFIG_INVALID when the address, or the file of the certificates, cannot be used.
 */
export function openNeo4jDriver(settings: Config['graph']['neo4j'], log: Log): Driver {
  const { url, user, password, ca, poolMax, connectTimeoutMs, acquireTimeoutMs, retryForMs } = settings;
  const auth = password === null ? undefined : neo4j.auth.basic(user, password);
  try {
    return neo4j.driver(url, auth, {
      userAgent: 'anel',
      disableLosslessIntegers: true,
      maxConnectionPoolSize: poolMax,
      connectionTimeout: connectTimeoutMs,
      connectionAcquisitionTimeout: acquireTimeoutMs,
      maxTransactionRetryTime: retryForMs,
      telemetryDisabled: true,
      logging: {
        level: 'warn',
        logger: (level, message) => log[level === 'error' ? 'error' : 'warn'](message),
      },
      ...(ca === null ? null : trusting(ca)),
    });
  } catch (error) {
    throw new AnelError(
      'CONFIG_INVALID',
      `opening the Neo4j driver: ${withoutAddress(messageOf(error), url)}; check graph.neo4j.url and graph.neo4j.ca`,
      { cause: error },
    );
  }
}

/** An address may hold a password, and the driver quotes it. */
function withoutAddress(message: string, url: string): string {
  return message.replaceAll(url, '(the address)').replaceAll(/\/\/[^@\s/]*@/g, '//(hidden)@');
}

/** Encrypted, and checked with the certificates of one file; the address then must not ask for encryption by itself. */
function trusting(ca: string): Pick<DriverSettings, 'encrypted' | 'trust' | 'trustedCertificates'> {
  readFileSync(ca);
  return {
    encrypted: 'ENCRYPTION_ON',
    trust: 'TRUST_CUSTOM_CA_SIGNED_CERTIFICATES',
    trustedCertificates: [ca],
  };
}
