import { dayMs, hourMs } from '../base/clock.ts';
import type { Random } from '../base/random.ts';
import type { Typology } from '../scoring/rings/model.ts';
import { type LookAlike, lookAlikeKinds } from './look-alikes/look-alike.ts';
import { lookAlikes } from './look-alikes/registry.ts';
import type { SimulationOptions } from './options.ts';
import type { Rhythm } from './rhythm.ts';
import { shapes } from './rings/registry.ts';

/** What a group keeps when it meets again. Filled at its first occurrence. */
export interface Standing {
  members: readonly number[];
  baseUsd: number;
}

/** One occurrence of a ring or look-alike that will come. */
export interface Appointment {
  readonly startMs: number;
  readonly endMs: number;
  readonly typology: Typology;
  /** Null for a ring. */
  readonly lookAlike: LookAlike | null;
  readonly standing: Standing;
}

/** Rings last from 6 hours to 6 days, as real ones do; short and long are equally likely on a logarithmic scale. */
const ringLengthMs = { min: 6 * hourMs, max: 6 * dayMs } as const;
/** The largest share of the span that a group may take. */
const lengthShareMax = 0.6;

/** When every group begins and ends, by start. Its size is the number of groups, fixed by the options. */
export function makeAgenda(options: SimulationOptions, rhythm: Rhythm, random: Random): Appointment[] {
  const fromMs = Math.floor((rhythm.endMs * options.quietShare) / 1000) * 1000;
  const rings = ringAppointments(options, rhythm, fromMs, random.fork('rings'));
  const benign = lookAlikeAppointments(options, rhythm, fromMs, random.fork('look-alikes'));
  return [...rings, ...benign].sort((one, other) => one.startMs - other.startMs);
}

function ringAppointments(
  options: SimulationOptions,
  rhythm: Rhythm,
  fromMs: number,
  random: Random,
): Appointment[] {
  const order = random.shuffle(Object.values(shapes).map((shape) => shape.typology));
  return Array.from({ length: options.rings }, (_, nth) => {
    const lengthMs = drawLength(
      ringLengthMs.min,
      ringLengthMs.max,
      (rhythm.endMs - fromMs) * lengthShareMax,
      random,
    );
    const startMs = rhythm.sampleWindow(random, lengthMs, fromMs, rhythm.endMs);
    const typology = order[nth % order.length] as Typology;
    return {
      startMs,
      endMs: startMs + lengthMs,
      typology,
      lookAlike: null,
      standing: { members: [], baseUsd: 0 },
    };
  });
}

function lookAlikeAppointments(
  options: SimulationOptions,
  rhythm: Rhythm,
  fromMs: number,
  random: Random,
): Appointment[] {
  const wanted = Math.round(options.rings * options.lookAlikeRatio);
  const appointments: Appointment[] = [];
  while (appointments.length < wanted) {
    const lookAlike = lookAlikes[random.pick(lookAlikeKinds)];
    const { lastsHoursMin, lastsHoursMax, everyDays } = lookAlike;
    const spanMs = (rhythm.endMs - fromMs) * lengthShareMax;
    const lengthMs = drawLength(lastsHoursMin * hourMs, lastsHoursMax * hourMs, spanMs, random);
    const typology = random.pick(lookAlike.shapes);
    const standing: Standing = { members: [], baseUsd: 0 };
    const repetitions = everyDays === 0 ? 1 : random.between(1, repetitionsMax);
    let startMs = rhythm.sampleWindow(random, lengthMs, fromMs, rhythm.endMs);
    for (let nth = 0; nth < repetitions && appointments.length < wanted; nth += 1) {
      if (startMs + lengthMs > rhythm.endMs) break;
      appointments.push({ startMs, endMs: startMs + lengthMs, typology, lookAlike, standing });
      startMs += everyDays * dayMs;
    }
  }
  return appointments;
}

/** Occurrences of a standing group that count as look-alikes. */
const repetitionsMax = 4;

function drawLength(minMs: number, maxMs: number, spanMs: number, random: Random): number {
  const length = Math.min(minMs * (maxMs / minMs) ** random.next(), spanMs);
  return Math.floor(length / 1000) * 1000;
}
