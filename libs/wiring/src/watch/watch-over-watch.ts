import { Inject, Injectable } from '@nestjs/common';

import { TownEvents } from '../observability/town-events.js';
import type { Settings } from '../settings/read-settings.js';
import { SETTINGS } from '../tokens.js';
import { countedLoop } from '../worker/counted-loop.js';
import type { WorkLoop } from '../worker/work-loop.js';
import { TownWatch } from './town-watch.js';

/** Looks of every process at the watch, in the time of its patience. */
const LOOKS = 6;

/** Runs in every process: where the workers are gone, those that answer HTTP raise the alarm. */
@Injectable()
export class WatchOverWatch {
  readonly loop: WorkLoop;

  constructor(
    @Inject(TownWatch) watch: TownWatch,
    @Inject(SETTINGS) settings: Settings,
    @Inject(TownEvents) events: TownEvents,
  ) {
    const round = () => watch.lookAfterWatch();
    const waitMs = () => settings.watchPatienceMs / LOOKS;
    this.loop = countedLoop({ name: 'watch-over-watch', round, waitMs }, settings, events);
  }
}
