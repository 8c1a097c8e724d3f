import { isRetryableError, Neo4jError } from 'neo4j-driver';
import { AnelError, isAnelError } from '../../../base/errors.ts';

/**
 * What a failure of the driver means for the caller: GRAPH_STORE_UNAVAILABLE (retryable) when the server went away, is starting,
 * asks for patience or ended a transaction at its deadline; GRAPH_STORE_FAILED with what to do for everything else it refuses.
 * Errors that are not the driver's are answered as they are.
 */
export function neo4jError(error: unknown): unknown {
  if (isAnelError(error) || !(error instanceof Neo4jError)) return error;
  const attempted = `running a query on Neo4j: ${error.message} (${error.code})`;
  if (passing(error)) {
    return new AnelError('GRAPH_STORE_UNAVAILABLE', `${attempted}; check that the server runs`, {
      cause: error,
    });
  }
  return new AnelError('GRAPH_STORE_FAILED', `${attempted}; ${adviceFor(error.code)}`, { cause: error });
}

/** Codes that go away by themselves although the driver does not say so: deadlines, a database that starts or stops. */
const passingCodes = [
  'Neo.ClientError.Transaction.TransactionTimedOut',
  'Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration',
  'Neo.ClientError.Transaction.LockClientStopped',
  'Neo.ClientError.Transaction.TransactionNotFound',
  'Neo.ClientError.Transaction.TransactionMarkedAsFailed',
  'Neo.ClientError.Transaction.Terminated',
  'Neo.TransientError.Transaction.Terminated',
  'Neo.ClientError.Cluster.NotALeader',
  'Neo.ClientError.Security.AuthenticationRateLimit',
  'Neo.DatabaseError.Database.UnableToStartDatabase',
];

function passing(error: Neo4jError): boolean {
  if (isRetryableError(error) || passingCodes.includes(error.code)) return true;
  // A pool that gave no connection in time has no code of its own.
  const noConnection = error.message.includes('acquisition timed out');
  return noConnection || error.code.startsWith('Neo.TransientError.') || error.code === 'ServiceUnavailable';
}

function adviceFor(code: string): string {
  if (code.startsWith('Neo.ClientError.Security.')) return 'check graph.neo4j.user and graph.neo4j.password';
  if (code === 'Neo.ClientError.Database.DatabaseNotFound') return 'check graph.neo4j.database';
  return 'see the log';
}
