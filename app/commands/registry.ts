import type { Command } from '../cli/command.ts';
import { benchCommand } from './bench.ts';
import { checkCommand } from './check.ts';
import { communitiesCommand } from './communities.ts';
import { configCommand } from './config.ts';
import { demoCommand } from './demo.ts';
import { featuresCommand } from './features.ts';
import { ringCommand } from './ring.ts';
import { ringsCommand } from './rings.ts';
import { rulesCommand } from './rules.ts';
import { scoreCommand } from './score.ts';
import { serveCommand } from './serve.ts';
import { simulateCommand } from './simulate.ts';
import { verifyCommand } from './verify.ts';

/** Every command, in the order of the help. A new one is a file beside this one and a line here. */
export const commands: readonly Command[] = [
  demoCommand,
  serveCommand,
  scoreCommand,
  featuresCommand,
  simulateCommand,
  ringsCommand,
  ringCommand,
  communitiesCommand,
  verifyCommand,
  rulesCommand,
  configCommand,
  checkCommand,
  benchCommand,
];
