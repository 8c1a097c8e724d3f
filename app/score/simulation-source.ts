import { digestId } from '../../base/ids.ts';
import type { PositionOf, Source, SourceBatch, SourceRecord } from '../../ingest/source.ts';
import type { Simulation } from '../../simulator/simulate.ts';

/** A simulation as a source: its id follows from its options, its order from its seed. Memory as the simulation's. */
export function simulationSource(simulation: Simulation): Source {
  const id = `simulation:${digestId([JSON.stringify(simulation.options)])}`;
  async function* batches(
    positionOf: PositionOf,
    batchMax: number,
    signal: AbortSignal,
  ): AsyncGenerator<SourceBatch> {
    const from = await positionOf(id);
    let position = 0;
    let records: SourceRecord[] = [];
    for (const { event, truth } of simulation) {
      position += 1;
      if (position <= from) continue;
      records.push({
        position,
        raw: null,
        decoded: { status: 'event', event, truth: { fraud: truth.fraud } },
      });
      if (records.length < batchMax) continue;
      yield { source: id, records, endPosition: position };
      if (signal.aborted) return;
      records = [];
    }
    if (records.length > 0) yield { source: id, records, endPosition: position };
  }
  return {
    id,
    total: simulation.options.transactions,
    batches,
    acknowledge: async () => {},
    close: async () => {},
  };
}
