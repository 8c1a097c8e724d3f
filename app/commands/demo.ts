import { type Simulation, simulate } from '../../simulator/simulate.ts';
import type { Command, CommandContext } from '../cli/command.ts';
import { serveApi } from '../live/serve-api.ts';
import { untilAborted } from '../live/until-aborted.ts';
import { Metrics } from '../metrics/metrics.ts';
import { openService, type Service } from '../open-service.ts';
import { openInProcess } from '../redis/open-redis.ts';
import { evaluateRings, trackedGroups } from '../score/evaluate-rings.ts';
import { summaryText } from '../score/print-summary.ts';
import { scoreSource } from '../score/score-source.ts';
import { simulationSource } from '../score/simulation-source.ts';
import { type Summary, summarise } from '../score/summary.ts';
import { version } from '../version.ts';
import { simulationOptions } from './simulate.ts';

/** Not a seed that the shipped model was trained or validated on: those are below 1000. */
const demoSeed = '2026';

/** `anel demo`: what `npm start` runs. */
export const demoCommand: Command = {
  name: 'demo',
  summary: 'Simulate a month of payments, find the rings planted in it, and keep serving',
  synopsis: '[--exit] [--accounts N] [--transactions N] [--rings N] [--seed S] [--port N]',
  options: {
    exit: { type: 'boolean', help: 'end after the summary instead of serving' },
    port: { type: 'string', value: 'N', help: 'the port (ANEL_PORT, else 4000; 0 = any free one)' },
    accounts: { type: 'string', value: 'N', help: 'simulated accounts' },
    transactions: { type: 'string', value: 'N', help: 'simulated transfers' },
    rings: { type: 'string', value: 'N', help: 'planted rings' },
    days: { type: 'string', value: 'N', help: 'simulated days' },
    seed: { type: 'string', value: 'S', help: `the seed (default ${demoSeed})` },
    'look-alikes': { type: 'string', value: 'R', help: 'benign groups per ring' },
  },
  examples: ['anel demo', 'anel demo --exit --json', 'anel demo --seed 7 --rings 60'],
  run: async (context) => {
    const exits = context.options['exit'] === true;
    const simulation = simulate(simulationOptions({ seed: demoSeed, ...context.options }));
    const service = await openService(context.config, context.clock, context.log);
    try {
      const shared = openInProcess(context.config, context.clock);
      const metrics = new Metrics({ version: version(), clock: context.clock });
      const parts = { ...service, shared, metrics };
      const api = exits ? null : await serveApi(parts);
      const detach = api?.attach(service);
      try {
        const summary = await runDemo(service, simulation, context);
        context.progress.clear();
        context.print(context.json ? JSON.stringify(summary) : summaryText(summary));
        if (context.signal.aborted)
          context.progress.say('interrupted: run it again to go on where it stopped');
        if (api === null || context.signal.aborted) return context.signal.aborted ? 1 : 0;
        if (!context.json)
          context.print(`look at ${api.url} (GraphQL explorer at ${api.url}/explorer); Ctrl-C ends it`);
        await untilAborted(context.signal);
        return 0;
      } finally {
        await detach?.();
        await api?.close();
      }
    } finally {
      await service.close();
    }
  },
};

async function runDemo(service: Service, simulation: Simulation, context: CommandContext): Promise<Summary> {
  const source = simulationSource(simulation);
  const result = await scoreSource(service, source, {
    limit: null,
    signal: context.signal,
    onDecision: () => {},
    onProgress: (done, total, tally) =>
      context.progress.update(
        'scoring',
        done,
        total,
        `${tally.alertIds.size} alerts, ${tally.ringIds.size} rings`,
      ),
  });
  const groups = await trackedGroups(service.ledger, result.tally.ringIds, context.config.ledger.readMax);
  return summarise(source.id, result, evaluateRings(plantedRings(simulation), groups));
}

/** The rings of a simulation; iterates it once more when a finished run left nothing to iterate. */
function plantedRings(simulation: Simulation) {
  const known = simulation.ringsTruth();
  if (known.length === simulation.options.rings) return known;
  for (const _transfer of simulation);
  return simulation.ringsTruth();
}
