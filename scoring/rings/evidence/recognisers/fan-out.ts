import type { ShapeRecogniser } from '../recogniser.ts';
import { clearestFan } from './fan.ts';

/** One account pays many. */
export const fanOut: ShapeRecogniser = {
  typology: 'FAN_OUT',
  recognise: (graph) => clearestFan(graph, 'out'),
};
