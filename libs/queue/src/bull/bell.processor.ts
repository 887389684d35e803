import { Process, Processor } from '@nestjs/bull';

import { LocalBells } from '../local-bells.js';
import { BELL_QUEUE, deliverBell, registerBell } from './bell-queue.js';

/** Turns jobs of other processes into rings of this one and returns at once. */
@Processor(BELL_QUEUE)
export class BellProcessor {
  constructor(private readonly bells: LocalBells) {}

  @Process({ name: registerBell, concurrency: 1 })
  register(): void {
    this.bells.ring(registerBell);
  }

  @Process({ name: deliverBell, concurrency: 1 })
  deliver(): void {
    this.bells.ring(deliverBell);
  }
}
