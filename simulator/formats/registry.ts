import { AnelError } from '../../base/errors.ts';
import { amlsim } from './amlsim.ts';
import { amlworld } from './amlworld.ts';
import { ibmNumeric } from './ibm-numeric.ts';
import { jsonl } from './jsonl.ts';
import { paysim } from './paysim.ts';
import {
  type SimulationFormat,
  type SimulationFormatName,
  simulationFormatNames,
} from './simulation-format.ts';

/** Every layout that a simulation can be written in. */
export const simulationFormats: Readonly<Record<SimulationFormatName, SimulationFormat>> = {
  jsonl,
  amlworld,
  'ibm-numeric': ibmNumeric,
  amlsim,
  paysim,
};

/** The layout of a name. Throws FORMAT_UNKNOWN that lists the names. */
export function simulationFormat(name: string): SimulationFormat {
  const known = simulationFormatNames.find((candidate) => candidate === name);
  if (known !== undefined) return simulationFormats[known];
  const names = simulationFormatNames.join(', ');
  throw new AnelError('FORMAT_UNKNOWN', `cannot write a simulation in format "${name}"; use one of ${names}`);
}
