import { readFile } from 'node:fs/promises';
import { Kafka, type KafkaConfig, type LogEntry, logLevel, type SASLOptions } from 'kafkajs';
import { assert } from '../../base/assert.ts';
import type { Config } from '../../base/config.ts';
import { AnelError, messageOf } from '../../base/errors.ts';
import type { Log } from '../../base/log.ts';

/**
 * A client of the brokers in the settings. It connects to nothing yet. One client serves one source or one publisher: kafkajs
 * keeps the committed positions of a group in the client, and two consumers of one group would mix them up.
 *
 * Throws CONFIG_INVALID for a file that cannot be read, and for credentials of which a part is missing.
 */
export async function openKafkaClient(config: Config['kafka'], log: Log): Promise<Kafka> {
  assert(config.brokers.length > 0, 'kafka.brokers is empty');
  const ssl = await tlsOptions(config);
  const sasl = saslOptions(config);
  return new Kafka({
    brokers: config.brokers,
    clientId: config.clientId,
    connectionTimeout: config.connectTimeoutMs,
    authenticationTimeout: config.requestTimeoutMs,
    requestTimeout: config.requestTimeoutMs,
    retry: retryOptions(config),
    ...(ssl === null ? null : { ssl }),
    ...(sasl === null ? null : { sasl }),
    ...logOptions(log),
  });
}

/** The retries of one request, all named: kafkajs has other defaults while tests run. */
export function retryOptions(config: Config['kafka']) {
  const { retriesMax, retryBaseMs, retryMaxMs } = config;
  return {
    retries: retriesMax,
    initialRetryTime: retryBaseMs,
    maxRetryTime: retryMaxMs,
    multiplier: 2,
    factor: 0.2,
  };
}

async function tlsOptions(config: Config['kafka']): Promise<Exclude<KafkaConfig['ssl'], undefined> | null> {
  if (!config.tls) {
    const given = (['ca', 'certificate', 'key'] as const).find((name) => config[name] !== null);
    if (given === undefined) return null;
    throw invalid(
      `"kafka.${given}" asks for TLS, but "kafka.tls" is false: set it to true, or leave the file out`,
    );
  }
  if ((config.certificate === null) !== (config.key === null)) {
    throw invalid('"kafka.certificate" and "kafka.key" belong together: set both or none');
  }
  const [ca, cert, key] = await Promise.all([
    readPem('kafka.ca', config.ca),
    readPem('kafka.certificate', config.certificate),
    readPem('kafka.key', config.key),
  ]);
  return {
    ...(ca === null ? null : { ca }),
    ...(cert === null ? null : { cert }),
    ...(key === null ? null : { key }),
  };
}

async function readPem(setting: string, path: string | null): Promise<string | null> {
  if (path === null) return null;
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw invalid(`"${setting}" names the file "${path}", which cannot be read: ${messageOf(error)}`);
  }
}

function saslOptions(config: Config['kafka']): SASLOptions | null {
  const { mechanism, user, password } = config;
  if (mechanism === 'none') return null;
  if (user === null || password === null) {
    throw invalid(`"kafka.mechanism" is "${mechanism}": set "kafka.user" and "kafka.password" too`);
  }
  return { mechanism, username: user, password };
}

function invalid(problem: string): AnelError {
  return new AnelError('CONFIG_INVALID', `configuration key ${problem}; see docs/configuration.md`);
}

/**
 * kafkajs calls an error what it is about to try again, and tells every step as info: each of its levels is one lower here. What it
 * gives up on reaches the log as an AnelError, from whoever called.
 */
function logOptions(log: Log): Pick<KafkaConfig, 'logLevel' | 'logCreator'> {
  const level = log.isLevelEnabled('debug')
    ? logLevel.INFO
    : log.isLevelEnabled('info')
      ? logLevel.WARN
      : log.isLevelEnabled('warn')
        ? logLevel.ERROR
        : logLevel.NOTHING;
  return { logLevel: level, logCreator: () => (entry) => writeEntry(log, entry) };
}

function writeEntry(log: Log, { level, namespace, log: entry }: LogEntry): void {
  const { message, timestamp: _, logger: __, stack: ___, ...details } = entry;
  const fields = { 'log.logger': `kafkajs/${namespace}`, ...details };
  if (level === logLevel.ERROR) log.warn(fields, message);
  else if (level === logLevel.WARN) log.info(fields, message);
  else log.debug(fields, message);
}
