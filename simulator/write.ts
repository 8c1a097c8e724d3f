import { mkdir } from 'node:fs/promises';
import { present } from '../base/assert.ts';
import { AnelError, messageOf } from '../base/errors.ts';
import { type ActivityOptions, resolveActivityOptions } from './activities/options.ts';
import { type SimulatedEvent, withActivities } from './activities/with-activities.ts';
import { simulationFormat } from './formats/registry.ts';
import type { Encoder, SimulationFormat } from './formats/simulation-format.ts';
import type { SimulationOptions } from './options.ts';
import { PartialFile } from './partial-file.ts';
import type { RingTruth } from './ring-truth.ts';
import { type SimulatedTransfer, type Simulation, simulate } from './simulate.ts';

/** Tells how far a writer is, every `progressEvery` transfers and at the end. */
export type SimulationProgress = (done: number, total: number) => void;

/** What was written. */
export interface WrittenSimulation {
  readonly folder: string;
  /** File names, the file of transactions first. */
  readonly files: readonly string[];
  /** Transfers, those of takeovers included. */
  readonly transactions: number;
  readonly fraud: number;
  readonly rings: number;
  /** Authentications and logs. */
  readonly activities: number;
}

/** Transfers between two reports of progress; also how often an interruption is noticed. */
const progressEvery = 10_000;

const labelsFile = 'labels.csv';
const ringsFile = 'rings.json';

/**
 * Simulates into a folder, which is made when missing: the transactions in a format with its side files, `labels.csv`
 * (id, fraud, ring_id, typology, line) and `rings.json`. Files appear under their names only when all are complete;
 * files of these names are replaced. Same options and format, same bytes. Memory as `simulate`, plus what the format
 * keeps by account or ring. With activities, which only `jsonl` can hold, their lines stand between those of the transfers. Throws FORMAT_UNKNOWN, INPUT_INVALID, OUTPUT_UNWRITABLE, and INTERRUPTED when `signal` aborts.
 */
export async function writeSimulation(
  options: Partial<SimulationOptions & ActivityOptions>,
  formatName: string,
  folder: string,
  onProgress: SimulationProgress = () => undefined,
  signal?: AbortSignal,
): Promise<WrittenSimulation> {
  const format = simulationFormat(formatName);
  const { activities = 0, takeovers = 0, ...ofTransfers } = options;
  const told = resolveActivityOptions({ activities, takeovers });
  if (told.activities > 0 && format.encoder().activity === undefined) {
    const message = `cannot write authentications and logs in format "${format.name}"; use "jsonl"`;
    throw new AnelError('INPUT_INVALID', message);
  }
  const simulation = simulate(ofTransfers);
  await makeFolder(folder);
  const files: PartialFile[] = [];
  try {
    const counts = await writeAll(simulation, told, format, folder, files, onProgress, signal);
    for (const file of files) await file.publish();
    return { folder, files: files.map((file) => file.name), ...counts };
  } catch (error) {
    for (const file of files) await file.discard();
    throw error;
  }
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (cause) {
    const message = `cannot make the folder "${folder}": ${messageOf(cause)}; choose another`;
    throw new AnelError('OUTPUT_UNWRITABLE', message, { cause });
  }
}

async function writeAll(
  simulation: Simulation,
  told: ActivityOptions,
  format: SimulationFormat,
  folder: string,
  files: PartialFile[],
  onProgress: SimulationProgress,
  signal: AbortSignal | undefined,
): Promise<Omit<WrittenSimulation, 'folder' | 'files'>> {
  const add = async (name: string): Promise<PartialFile> => {
    const file = await PartialFile.create(folder, name);
    files.push(file);
    return file;
  };
  const encoder = format.encoder();
  const transactions = await add(format.file);
  const labels = await add(labelsFile);
  const events = withActivities(simulation, told);
  const total = simulation.options.transactions;
  const into = { transactions, labels };
  const { ringLines: lines, ...written } = await writeEvents(
    events,
    total,
    format,
    encoder,
    into,
    onProgress,
    signal,
  );
  const rings = simulation.ringsTruth();
  const options = told.activities === 0 ? simulation.options : { ...simulation.options, ...told };
  for (const side of encoder.sideFiles(rings)) await writeLines(await add(side.name), side.lines);
  await writeLines(await add(ringsFile), ringLines(options, encoder, rings, lines));
  return { ...written, rings: rings.length };
}

interface WrittenEvents extends Omit<WrittenSimulation, 'folder' | 'files' | 'rings'> {
  /** Line numbers of the transactions file by ring. */
  readonly ringLines: ReadonlyMap<string, readonly number[]>;
}

async function writeEvents(
  events: Iterable<SimulatedEvent>,
  total: number,
  format: SimulationFormat,
  encoder: Encoder,
  files: { readonly transactions: PartialFile; readonly labels: PartialFile },
  onProgress: SimulationProgress,
  signal: AbortSignal | undefined,
): Promise<WrittenEvents> {
  const { transactions, labels } = files;
  const linesByRing = new Map<string, number[]>();
  let line = format.header === null ? 0 : 1;
  const written = { transactions: 0, fraud: 0, activities: 0 };
  if (format.header !== null) transactions.line(format.header);
  labels.line('id,fraud,ring_id,typology,line');
  for (const simulated of events) {
    line += 1;
    if (simulated.truth === null) {
      transactions.line(present(encoder.activity, 'encoder of activities')(simulated));
      written.activities += 1;
      continue;
    }
    transactions.line(encoder.line(simulated));
    labels.line(labelLine(simulated, encoder, line));
    written.transactions += 1;
    if (simulated.truth.fraud) written.fraud += 1;
    noteRing(linesByRing, simulated, line);
    if (transactions.full) await transactions.flush();
    if (labels.full) await labels.flush();
    if (written.transactions % progressEvery !== 0) continue;
    onProgress(Math.min(written.transactions, total), total);
    if (signal?.aborted) {
      const message = `stopped writing a simulation after "${written.transactions}" transfers`;
      throw new AnelError('INTERRUPTED', message);
    }
  }
  if (written.transactions % progressEvery !== 0) onProgress(total, total);
  await transactions.close();
  await labels.close();
  return { ...written, ringLines: linesByRing };
}

function labelLine({ event, truth }: SimulatedTransfer, encoder: Encoder, line: number): string {
  return `${encoder.eventId(event.id)},${truth.fraud ? 1 : 0},${truth.ringId ?? ''},${truth.typology ?? ''},${line}`;
}

function noteRing(linesByRing: Map<string, number[]>, { truth }: SimulatedTransfer, line: number): void {
  if (truth.ringId === null) return;
  const lines = linesByRing.get(truth.ringId);
  if (lines === undefined) linesByRing.set(truth.ringId, [line]);
  else lines.push(line);
}

async function writeLines(file: PartialFile, lines: Iterable<string>): Promise<void> {
  for (const line of lines) {
    file.line(line);
    if (file.full) await file.flush();
  }
  await file.close();
}

/** One JSON object, one ring a line. */
function* ringLines(
  options: SimulationOptions,
  encoder: Encoder,
  rings: readonly RingTruth[],
  linesByRing: ReadonlyMap<string, readonly number[]>,
): Generator<string> {
  yield `{"options":${JSON.stringify(options)},"rings":[`;
  for (const [nth, ring] of rings.entries()) {
    const named = {
      ...ring,
      members: ring.members.map((key) => encoder.accountKey(key)),
      transfers: ring.transfers.map((id) => encoder.eventId(id)),
      lines: linesByRing.get(ring.ringId) ?? [],
    };
    yield `${JSON.stringify(named)}${nth + 1 < rings.length ? ',' : ''}`;
  }
  yield ']}';
}
