/**
 * Loaded before a process by `--import`: binds a checkpoint that kills the process, as a power cut
 * would, when it passes the step that TOWNLINE_TEST_CRASH_AT names for the nth time (`name` or
 * `name*n`).
 */
import 'reflect-metadata';

import type { CheckpointName } from '#core/intake/checkpoint';
import { IntakeModule } from '#wiring/intake/intake.module';
import { CHECKPOINT } from '#wiring/tokens';

interface BoundValue {
  readonly provide: unknown;
  useValue: unknown;
}

const [step, times = '1'] = (process.env['TOWNLINE_TEST_CRASH_AT'] ?? '').split('*');
let left = Number(times);

function checkpoint(name: CheckpointName): void {
  if (name !== step) return;
  left -= 1;
  if (left === 0) process.kill(process.pid, 'SIGKILL');
}

const providers = Reflect.getMetadata('providers', IntakeModule) as readonly BoundValue[];
const bound = providers.find(({ provide }) => provide === CHECKPOINT);
if (bound === undefined) throw new Error('Nothing binds the checkpoint any more.');
bound.useValue = checkpoint;
