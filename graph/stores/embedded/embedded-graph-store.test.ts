import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseConfig } from '../../../base/config.ts';
import { openLog } from '../../../base/log.ts';
import { describeGraphStore } from '../../store.contract.ts';
import { contractLimits } from '../contract/sample-events.contract.ts';
import { openEmbeddedGraphStore } from './open-embedded-graph-store.ts';

describeGraphStore('the embedded graph store', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'anel-graph-'));
  const config = parseConfig({ graph: contractLimits }).graph;
  return {
    open: () => openEmbeddedGraphStore({ folder, config, log: openLog('silent') }),
    dispose: () => rm(folder, { recursive: true, force: true }),
  };
});
