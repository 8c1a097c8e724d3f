import { mkdir } from 'node:fs/promises';
import { AnelError, messageOf } from '../base/errors.ts';
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
  readonly transactions: number;
  readonly fraud: number;
  readonly rings: number;
}

/** Transfers between two reports of progress; also how often an interruption is noticed. */
const progressEvery = 10_000;

const labelsFile = 'labels.csv';
const ringsFile = 'rings.json';

/**
 * Simulates into a folder, which is made when missing: the transactions in a format with its side files, `labels.csv`
 * (id, fraud, ring_id, typology, line) and `rings.json`. Files appear under their names only when all are complete;
 * files of these names are replaced. Same options and format, same bytes. Memory as `simulate`, plus what the format
 * keeps by account or ring. Throws FORMAT_UNKNOWN, INPUT_INVALID, OUTPUT_UNWRITABLE, and INTERRUPTED when `signal` aborts.
 */
export async function writeSimulation(
  options: Partial<SimulationOptions>,
  formatName: string,
  folder: string,
  onProgress: SimulationProgress = () => undefined,
  signal?: AbortSignal,
): Promise<WrittenSimulation> {
  const format = simulationFormat(formatName);
  const simulation = simulate(options);
  await makeFolder(folder);
  const files: PartialFile[] = [];
  try {
    const counts = await writeAll(simulation, format, folder, files, onProgress, signal);
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
  format: SimulationFormat,
  folder: string,
  files: PartialFile[],
  onProgress: SimulationProgress,
  signal: AbortSignal | undefined,
): Promise<{ transactions: number; fraud: number; rings: number }> {
  const add = async (name: string): Promise<PartialFile> => {
    const file = await PartialFile.create(folder, name);
    files.push(file);
    return file;
  };
  const encoder = format.encoder();
  const transactions = await add(format.file);
  const labels = await add(labelsFile);
  const written = await writeTransfers(simulation, format, encoder, transactions, labels, onProgress, signal);
  const rings = simulation.ringsTruth();
  for (const side of encoder.sideFiles(rings)) await writeLines(await add(side.name), side.lines);
  await writeLines(await add(ringsFile), ringLines(simulation, encoder, rings, written.ringLines));
  return { transactions: written.transactions, fraud: written.fraud, rings: rings.length };
}

interface WrittenTransfers {
  readonly transactions: number;
  readonly fraud: number;
  /** Line numbers of the transactions file by ring. */
  readonly ringLines: ReadonlyMap<string, readonly number[]>;
}

async function writeTransfers(
  simulation: Simulation,
  format: SimulationFormat,
  encoder: Encoder,
  transactions: PartialFile,
  labels: PartialFile,
  onProgress: SimulationProgress,
  signal: AbortSignal | undefined,
): Promise<WrittenTransfers> {
  const linesByRing = new Map<string, number[]>();
  const firstLine = format.header === null ? 1 : 2;
  const total = simulation.options.transactions;
  let done = 0;
  let fraud = 0;
  if (format.header !== null) transactions.line(format.header);
  labels.line('id,fraud,ring_id,typology,line');
  for (const transfer of simulation) {
    const line = firstLine + done;
    transactions.line(encoder.line(transfer));
    labels.line(labelLine(transfer, encoder, line));
    done += 1;
    if (transfer.truth.fraud) fraud += 1;
    noteRing(linesByRing, transfer, line);
    if (transactions.full) await transactions.flush();
    if (labels.full) await labels.flush();
    if (done % progressEvery !== 0) continue;
    onProgress(done, total);
    if (signal?.aborted)
      throw new AnelError('INTERRUPTED', `stopped writing a simulation after "${done}" transfers`);
  }
  if (done % progressEvery !== 0) onProgress(done, total);
  await transactions.close();
  await labels.close();
  return { transactions: done, fraud, ringLines: linesByRing };
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
  simulation: Simulation,
  encoder: Encoder,
  rings: readonly RingTruth[],
  linesByRing: ReadonlyMap<string, readonly number[]>,
): Generator<string> {
  yield `{"options":${JSON.stringify(simulation.options)},"rings":[`;
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
