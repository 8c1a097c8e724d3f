import { eventLimits } from '../../base/config.ts';
import type { Decision } from '../../scoring/decision-model.ts';
import type { ApiContext } from '../context.ts';
import type { InputProblem, Submitted } from '../services.ts';

/** A mistake in an input, as the schema has it. */
export interface UserError {
  readonly field: readonly string[] | null;
  readonly code: string;
  readonly message: string;
}

/** What became of a submitted record. */
export interface SubmitPayload {
  readonly decision: Decision | null;
  readonly duplicate: boolean;
  readonly errors: readonly UserError[];
}

interface TimesInput {
  readonly at: number;
  readonly seenAt?: number | null;
}

/**
 * Reads an input as ingest reads a line of a file, so that both refuse the same things in the same words, and takes it
 * through the pipeline. Refusals are user errors of the payload; failures of the service are thrown.
 */
export async function submitRecord(
  kind: Submitted['kind'],
  input: TimesInput,
  context: ApiContext,
): Promise<SubmitPayload> {
  const { services } = context;
  const nowMs = services.clock.nowMs();
  const future = futureProblem(input.at, nowMs);
  if (future !== null) return refused(future);
  const decoded = services.decode(toRecord(kind, input, nowMs));
  if (!('kind' in decoded)) return refused(decoded);
  const submission = await services.submit(decoded);
  if (submission.outcome === 'REFUSED') return refused(submission);
  return { decision: submission.decision ?? null, duplicate: submission.outcome === 'DUPLICATE', errors: [] };
}

/** What is submitted has happened: a later time is a mistake, and would move the window past everything that is true. */
function futureProblem(at: number, nowMs: number): InputProblem | null {
  const latest = nowMs + eventLimits.futureToleranceMs;
  if (at <= latest) return null;
  const message = `field "at" is "${new Date(at).toISOString()}": expected a time that is past, up to ${new Date(latest).toISOString()}`;
  return { code: 'FIELD_INVALID', message };
}

function toRecord(kind: Submitted['kind'], input: TimesInput, nowMs: number): unknown {
  const isoTimes = {
    at: new Date(input.at).toISOString(),
    seenAt: new Date(input.seenAt ?? nowMs).toISOString(),
  };
  return { kind, ...withoutNulls(input), ...isoTimes };
}

/** A GraphQL null and an absent field mean the same; the canonical record knows absence only. */
function withoutNulls(value: object): object {
  const kept = Object.entries(value).filter(([, part]) => part !== null && part !== undefined);
  return Object.fromEntries(
    kept.map(([key, part]) => [key, typeof part === 'object' ? withoutNulls(part) : part]),
  );
}

function refused(problem: InputProblem): SubmitPayload {
  const field = /^field "([^"]+)"/.exec(problem.message)?.[1] ?? null;
  const error = { field: field?.split('.') ?? null, code: problem.code, message: problem.message };
  return { decision: null, duplicate: false, errors: [error] };
}
