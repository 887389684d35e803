import { Inject, Injectable } from '@nestjs/common';

import { TownEvents } from '../observability/town-events.js';
import type { Settings } from '../settings/read-settings.js';
import { SETTINGS } from '../tokens.js';
import { countedLoop } from '../worker/counted-loop.js';
import type { WorkLoop } from '../worker/work-loop.js';
import { TownDirectory } from './town-directory.js';

/** Keeps what people decided up to date: every process promises times, so every process needs it. */
@Injectable()
export class DocumentsRefresh {
  readonly loop: WorkLoop;

  constructor(
    @Inject(TownDirectory) directory: TownDirectory,
    @Inject(SETTINGS) settings: Settings,
    @Inject(TownEvents) events: TownEvents,
  ) {
    const round = async () => {
      await directory.refresh();
    };
    const work = { name: 'documents', round, waitMs: () => settings.documentsEveryMs };
    this.loop = countedLoop(work, settings, events);
  }
}
