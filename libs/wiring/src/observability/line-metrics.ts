import { monitorEventLoopDelay } from 'node:perf_hooks';

import { collectDefaultMetrics, Gauge, Histogram, type Registry } from 'prom-client';

const NANOSECONDS_PER_SECOND = 1e9;

/** Measurements that are no events: sizes, durations, states. */
export class LineMetrics {
  readonly acceptRows: Histogram;
  readonly acceptSeconds: Histogram;
  readonly registerRows: Histogram;
  readonly accountsBroken: Gauge;
  readonly documentsBroken: Gauge;
  readonly queueAway: Gauge;
  readonly queueEvicting: Gauge;
  readonly accountHealthy: Gauge;
  readonly accountSilenceExpected: Gauge;
  readonly accountSpent: Gauge;
  readonly accountCap: Gauge;
  private readonly loopDelay = monitorEventLoopDelay({ resolution: 10 });

  constructor(registry: Registry) {
    const registers = [registry];
    const buckets = [1, 2, 4, 8, 16, 32, 64, 128];
    this.acceptRows = new Histogram({
      name: 'townline_accept_batch_rows',
      help: 'Messages stored with one commit',
      buckets,
      registers,
    });
    this.acceptSeconds = new Histogram({
      name: 'townline_accept_commit_seconds',
      help: 'Duration of one durable commit of messages',
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
      registers,
    });
    this.registerRows = new Histogram({
      name: 'townline_register_batch_rows',
      help: 'Messages registered in one transaction',
      buckets,
      registers,
    });
    this.accountsBroken = gauge(
      registers,
      'accounts_broken',
      'Channel accounts that cannot be used',
    );
    this.documentsBroken = gauge(
      registers,
      'documents_broken',
      'Saved calendars and policies that cannot be read',
    );
    this.queueAway = gauge(registers, 'queue_away', '1 while Redis is away');
    this.queueEvicting = gauge(registers, 'queue_evicting', '1 while Redis may throw keys away');
    this.accountHealthy = new Gauge({
      name: 'townline_account_healthy',
      help: 'Result of the last check of an account',
      labelNames: ['account'],
      registers,
    });
    this.accountSilenceExpected = new Gauge({
      name: 'townline_account_silence_expected',
      help: 'Messages that usually come to an account in a time as long as its silence',
      labelNames: ['account'],
      registers,
    });
    this.accountSpent = money(registers, 'spent', 'Money that an account has sent for today');
    this.accountCap = money(registers, 'daily_cap', 'Daily cap of an account');
    this.measureLoopDelay(registers);
    collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: 20 });
  }

  stop(): void {
    this.loopDelay.disable();
  }

  private measureLoopDelay(registers: Registry[]): void {
    this.loopDelay.enable();
    const delay = this.loopDelay;
    new Gauge({
      name: 'townline_event_loop_delay_max_seconds',
      help: 'Longest pause of the event loop since the last look',
      registers,
      collect() {
        this.set(delay.max / NANOSECONDS_PER_SECOND);
        delay.reset();
      },
    });
  }
}

function money(registers: Registry[], name: string, help: string): Gauge {
  return new Gauge({ name: `townline_account_${name}`, help, labelNames: ['account'], registers });
}

function gauge(registers: Registry[], name: string, help: string): Gauge {
  return new Gauge({ name: `townline_${name}`, help, registers });
}
