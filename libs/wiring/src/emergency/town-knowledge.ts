import { Inject, Injectable } from '@nestjs/common';

import { type IntakeKnowledge, intakeKnowledge } from '#core/intake/intake-knowledge';
import { shippedServices } from '#core/service/shipped-services';

import type { Database } from '../database/database.js';
import { TownEvents } from '../observability/town-events.js';
import type { Settings } from '../settings/read-settings.js';
import { DATABASE, SETTINGS } from '../tokens.js';
import { countedLoop } from '../worker/counted-loop.js';
import type { WorkLoop } from '../worker/work-loop.js';

/** The services and the addresses of staff as this process knows them by heart. */
@Injectable()
export class TownKnowledge {
  readonly loop: WorkLoop;
  private known: IntakeKnowledge = intakeKnowledge(shippedServices, []);

  constructor(
    @Inject(DATABASE) private readonly database: Pick<Database, 'services' | 'staff'>,
    @Inject(SETTINGS) settings: Settings,
    @Inject(TownEvents) events: TownEvents,
  ) {
    const waitMs = () => settings.documentsEveryMs;
    const round = () => this.refresh();
    this.loop = countedLoop({ name: 'knowledge', round, waitMs }, settings, events);
  }

  now(): IntakeKnowledge {
    return this.known;
  }

  async refresh(): Promise<void> {
    const { services, staff } = this.database;
    this.known = intakeKnowledge(await services.list(), await staff.list());
  }
}
