/**
 * Loaded before a process by `--import`: binds a checkpoint that sends the process a signal when it
 * passes the step that TOWNLINE_TEST_CRASH_AT names: SIGKILL, as a power cut would, or SIGSTOP, as a
 * machine that freezes, if TOWNLINE_TEST_CRASH_SIGNAL says so.
 */
import 'reflect-metadata';

import type { CheckpointName } from '#core/intake/checkpoint';
import { IntakeModule } from '#wiring/intake/intake.module';
import { CHECKPOINT } from '#wiring/tokens';

interface BoundValue {
  readonly provide: unknown;
  useValue: unknown;
}

const step = process.env['TOWNLINE_TEST_CRASH_AT'];
const signal = process.env['TOWNLINE_TEST_CRASH_SIGNAL'] ?? 'SIGKILL';
let passed = false;

function checkpoint(name: CheckpointName): void {
  if (name !== step || passed) return;
  passed = true;
  process.kill(process.pid, signal);
}

const providers = Reflect.getMetadata('providers', IntakeModule) as readonly BoundValue[];
const bound = providers.find(({ provide }) => provide === CHECKPOINT);
if (bound === undefined) throw new Error('Nothing binds the checkpoint any more.');
bound.useValue = checkpoint;
