import { AnelError, isAnelError, messageOf } from '../../base/errors.ts';

/** Causes that trying again does not cure, by the name, type or code that the client gives them, and what cures them. */
const remedies: Readonly<Record<string, string>> = {
  KafkaJSSASLAuthenticationError: 'check kafka.mechanism, kafka.user and kafka.password',
  SASL_AUTHENTICATION_FAILED: 'check kafka.mechanism, kafka.user and kafka.password',
  UNSUPPORTED_SASL_MECHANISM: 'choose a kafka.mechanism that the brokers offer',
  SECURITY_DISABLED: 'the brokers have no authentication: set kafka.mechanism to "none"',
  TOPIC_AUTHORIZATION_FAILED: 'give the user the rights on its topics that docs/kafka.md lists',
  GROUP_AUTHORIZATION_FAILED: 'give the user the right to read as the group kafka.groupId',
  CLUSTER_AUTHORIZATION_FAILED:
    'give the user the rights that docs/kafka.md lists, or make the topics yourself',
  TRANSACTIONAL_ID_AUTHORIZATION_FAILED: 'give the user the rights that docs/kafka.md lists',
  INVALID_TOPIC_EXCEPTION: 'correct the names of kafka.topics',
  INVALID_REPLICATION_FACTOR: 'lower kafka.replicationFactor to the number of brokers, or add brokers',
  INVALID_PARTITIONS: 'correct kafka.partitions',
  INVALID_CONFIG: 'make the topics yourself, as docs/kafka.md describes them',
  POLICY_VIOLATION: 'make the topics yourself, as docs/kafka.md describes them',
  INVALID_GROUP_ID: 'correct kafka.groupId',
  INCONSISTENT_GROUP_PROTOCOL: 'choose a kafka.groupId that no other program uses',
  INVALID_SESSION_TIMEOUT: 'choose a kafka.sessionTimeoutMs that the brokers allow',
  MESSAGE_TOO_LARGE: 'raise max.message.bytes of the topic above kafka.messageBytesMax',
  RECORD_LIST_TOO_LARGE: 'raise max.message.bytes of the topic above kafka.messageBytesMax',
  UNSUPPORTED_VERSION: 'use brokers of version 3.9 or newer',
  KafkaJSServerDoesNotSupportApiKey: 'use brokers of version 3.9 or newer',
  KafkaJSNotImplemented: 'let producers compress with gzip or not at all',
};

/** What OpenSSL and Node call a certificate or a handshake that is refused. */
const tlsRefused =
  /^(ERR_TLS|ERR_SSL|EPROTO$|CERT_|DEPTH_ZERO_SELF_SIGNED|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH)/;

/** Brokers hang up without a reason on a client that comes without the TLS or the credentials that they expect. */
const outageHint =
  'it is tried again; check whether kafka.brokers run, and expect the kafka.tls and kafka.mechanism that are set';

/** kafkajs swallows why a broker did not say who looks after a group. */
const groupHint =
  'it is tried again; check whether all brokers run, and whether the user may read as the group kafka.groupId';

/**
 * What the client threw, as an AnelError: STREAM_FAILED for what only the operator can change (credentials, rights, settings, TLS),
 * STREAM_UNAVAILABLE, which is retryable, for everything else. `attempt` is what was tried, like `reading from Kafka`.
 */
export function streamError(attempt: string, error: unknown): AnelError {
  if (isAnelError(error)) return error;
  const chain = causes(error);
  for (const cause of chain) {
    const remedy = remedyOf(cause);
    if (remedy === null) continue;
    return new AnelError('STREAM_FAILED', `${attempt} failed: ${textOf(cause)}; ${remedy}`, {
      cause: error,
    });
  }
  const reason = textOf(chain.at(-1));
  const isGroup = chain.some((cause) => (cause as Error).name === 'KafkaJSGroupCoordinatorNotFound');
  const message = `${attempt} failed: ${reason}; ${isGroup ? groupHint : outageHint}`;
  return new AnelError('STREAM_UNAVAILABLE', message, { cause: error });
}

function remedyOf(cause: unknown): string | null {
  const { name, type, code } = cause as { name?: unknown; type?: unknown; code?: unknown };
  for (const key of [type, code, name]) {
    if (typeof key === 'string' && Object.hasOwn(remedies, key)) return remedies[key] ?? null;
  }
  return typeof code === 'string' && tlsRefused.test(code)
    ? 'check kafka.tls, kafka.ca, kafka.certificate and kafka.key'
    : null;
}

/** On one line: OpenSSL ends its messages with a line end. */
function textOf(cause: unknown): string {
  return messageOf(cause).replace(/\s+/g, ' ').trim();
}

/** The error and what caused it, outermost first. An aggregate counts as caused by its first error. */
function causes(error: unknown): unknown[] {
  const chain: unknown[] = [];
  let current = error;
  while (typeof current === 'object' && current !== null && !chain.includes(current)) {
    chain.push(current);
    const { cause, errors } = current as { cause?: unknown; errors?: readonly unknown[] };
    current = cause ?? errors?.[0];
  }
  return chain.length === 0 ? [error] : chain;
}
