import type { ShapeRecogniser } from '../recogniser.ts';
import { clearestFan } from './fan.ts';

/** Many accounts pay one. */
export const fanIn: ShapeRecogniser = {
  typology: 'FAN_IN',
  recognise: (graph) => clearestFan(graph, 'in'),
};
