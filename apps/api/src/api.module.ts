import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';

import { AccountsModule } from '#wiring/accounts/accounts.module';
import { CitizenModule } from '#wiring/citizen/citizen.module';
import { DatabaseModule } from '#wiring/database/database.module';
import { EmergencyModule } from '#wiring/emergency/emergency.module';
import { IntakeModule } from '#wiring/intake/intake.module';
import type { Settings } from '#wiring/settings/read-settings';
import { StaffModule } from '#wiring/staff/staff.module';
import { CalendarsModule } from '#wiring/town/calendars.module';
import { TownModule } from '#wiring/town/town.module';
import { WatchModule } from '#wiring/watch/watch.module';

import { StaffKeyGuard } from './auth/staff-key.guard.js';
import { StaffKeys } from './auth/staff-keys.js';
import { HealthController } from './health/health.controller.js';
import { ProblemFilter } from './http/problem.filter.js';
import { OpenApiController } from './openapi/openapi.controller.js';
import { EmergencyPageController } from './portal/emergency-page.controller.js';
import { OwnDoor } from './portal/own-door.js';
import { PortalContext } from './portal/portal-context.js';
import { PortalPages } from './portal/portal-pages.js';
import { ReportController } from './portal/report.controller.js';
import { RequestController } from './portal/request.controller.js';
import { StyleController } from './portal/style.controller.js';
import { CallsController } from './staff/calls/calls.controller.js';
import { ChannelAccountsController } from './staff/channel-accounts.controller.js';
import { ConsentController } from './staff/consent/consent.controller.js';
import { FindConsentController } from './staff/consent/find-consent.controller.js';
import { DownloadsController } from './staff/downloads.controller.js';
import { EmergenciesController } from './staff/emergencies/emergencies.controller.js';
import { OnCallController } from './staff/emergencies/on-call.controller.js';
import { RequestEmergenciesController } from './staff/emergencies/request-emergencies.controller.js';
import { OfficeController } from './staff/office.controller.js';
import { PeopleController } from './staff/people/people.controller.js';
import { RequestActionsController } from './staff/request-actions.controller.js';
import { RequestsController } from './staff/requests.controller.js';
import { CalendarsController } from './staff/sla/calendars.controller.js';
import { ClocksController } from './staff/sla/clocks.controller.js';
import { PoliciesController } from './staff/sla/policies.controller.js';
import { WebhookController } from './webhooks/webhook.controller.js';

/** Everything that answers HTTP, with or without the worker's loops in the same process. */
@Module({})
export class ApiModule {
  static register(settings: Settings, options: { readonly works: boolean }): DynamicModule {
    return {
      module: ApiModule,
      imports: [
        TownModule.register(settings, options),
        ...[
          DatabaseModule,
          AccountsModule,
          IntakeModule,
          StaffModule,
          CitizenModule,
          CalendarsModule,
          WatchModule,
          EmergencyModule,
        ],
      ],
      controllers: [
        ...[WebhookController, HealthController, OpenApiController],
        ...[
          RequestsController,
          RequestActionsController,
          CallsController,
          ConsentController,
          FindConsentController,
          DownloadsController,
        ],
        ...[CalendarsController, PoliciesController, ClocksController],
        ...[EmergenciesController, RequestEmergenciesController, OnCallController],
        ...[ChannelAccountsController, OfficeController, PeopleController],
        ...[ReportController, RequestController, EmergencyPageController, StyleController],
      ],
      providers: [
        ...[OwnDoor, PortalContext, PortalPages],
        StaffKeys,
        { provide: APP_GUARD, useClass: StaffKeyGuard },
        { provide: APP_FILTER, useClass: ProblemFilter },
      ],
    };
  }
}
