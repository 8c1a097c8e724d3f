import { mkdir } from 'node:fs/promises';
import { present } from '../base/assert.ts';
import { AnelError, messageOf } from '../base/errors.ts';
import { type ActivityOptions, activityDefaults, resolveActivityOptions } from './activities/options.ts';
import { type SimulatedActivity, type SimulatedEvent, withActivities } from './activities/with-activities.ts';
import { simulationFormat } from './formats/registry.ts';
import type { Encoder, SimulationFormat } from './formats/simulation-format.ts';
import { type LabelOptions, labelDefaults, resolveLabelOptions } from './labels/options.ts';
import { type SimulatedLabel, withLabels } from './labels/with-labels.ts';
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
  /** Labels of accounts. */
  readonly labels: number;
}

/** Transfers between two reports of progress; also how often an interruption is noticed. */
const progressEvery = 10_000;

const labelsFile = 'labels.csv';
const ringsFile = 'rings.json';

/**
 * Simulates into a folder, which is made when missing: the transactions in a format with its side files, `labels.csv`
 * (id, fraud, ring_id, typology, line) and `rings.json`. Files appear under their names only when all are complete;
 * files of these names are replaced. Same options and format, same bytes. Memory as `simulate`, plus what the format
 * keeps by account or ring. Activities and labels, which only `jsonl` can hold, have their lines between those of the transfers. Throws FORMAT_UNKNOWN, INPUT_INVALID, OUTPUT_UNWRITABLE, and INTERRUPTED when `signal` aborts.
 */
export async function writeSimulation(
  options: Partial<SimulationOptions & ActivityOptions & LabelOptions>,
  formatName: string,
  folder: string,
  onProgress: SimulationProgress = () => undefined,
  signal?: AbortSignal,
): Promise<WrittenSimulation> {
  const format = simulationFormat(formatName);
  const { activities, takeovers, labels, labelDelayDays, ...ofTransfers } = options;
  const told = toldOptions({ activities, takeovers, labels, labelDelayDays }, format);
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

/** What is told beside the transfers. */
type ToldOptions = ActivityOptions & LabelOptions;

function toldOptions(
  given: { readonly [K in keyof ToldOptions]: ToldOptions[K] | undefined },
  format: SimulationFormat,
): ToldOptions {
  const {
    activities = activityDefaults.activities,
    takeovers = activityDefaults.takeovers,
    labels = labelDefaults.labels,
    labelDelayDays = labelDefaults.labelDelayDays,
  } = given;
  const told = {
    ...resolveActivityOptions({ activities, takeovers }),
    ...resolveLabelOptions({ labels, labelDelayDays }),
  };
  const { activity, label } = format.encoder();
  const lacks = (what: string) =>
    new AnelError('INPUT_INVALID', `cannot write ${what} in format "${format.name}"; use "jsonl"`);
  if (told.activities > 0 && activity === undefined) throw lacks('authentications and logs');
  if (told.labels > 0 && label === undefined) throw lacks('labels of accounts');
  return told;
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
  told: ToldOptions,
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
  const events = withLabels(simulation, withActivities(simulation, told), told);
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
  const { activities, takeovers, labels: share, labelDelayDays } = told;
  const options = {
    ...simulation.options,
    ...(activities === 0 ? null : { activities, takeovers }),
    ...(share === 0 ? null : { labels: share, labelDelayDays }),
  };
  for (const side of encoder.sideFiles(rings)) await writeLines(await add(side.name), side.lines);
  await writeLines(await add(ringsFile), ringLines(options, encoder, rings, lines));
  return { ...written, rings: rings.length };
}

interface WrittenEvents extends Omit<WrittenSimulation, 'folder' | 'files' | 'rings'> {
  /** Line numbers of the transactions file by ring. */
  readonly ringLines: ReadonlyMap<string, readonly number[]>;
}

async function writeEvents(
  events: Iterable<SimulatedEvent | SimulatedLabel>,
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
  const written = { transactions: 0, fraud: 0, activities: 0, labels: 0 };
  if (format.header !== null) transactions.line(format.header);
  labels.line('id,fraud,ring_id,typology,line');
  for (const simulated of events) {
    line += 1;
    if (simulated.truth === null) {
      transactions.line(furtherLine(simulated, encoder));
      written[simulated.event.kind === 'label' ? 'labels' : 'activities'] += 1;
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

function furtherLine(further: SimulatedActivity | SimulatedLabel, encoder: Encoder): string {
  return isLabel(further)
    ? present(encoder.label, 'encoder of labels')(further)
    : present(encoder.activity, 'encoder of activities')(further);
}

const isLabel = (further: SimulatedActivity | SimulatedLabel): further is SimulatedLabel =>
  further.event.kind === 'label';

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
