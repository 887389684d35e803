import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import type { NestApplicationOptions } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';

import { NestLogger } from '#wiring/observability/logger';
import type { Settings } from '#wiring/settings/read-settings';
import { LOGGER } from '#wiring/tokens';
import { quietStart } from '#wiring/town/quiet-start';

import { ApiModule } from './api.module.js';
import { StaffKeys } from './auth/staff-keys.js';
import { BODY_LIMIT, installBodyParsers } from './http/body-parsers.js';

const MAX_PARAM_LENGTH = 200;
const NOTHING = ["'none'"];
const OURS = ["'self'"];

/** Our own parsers take the place of Nest's. */
const start: Pick<NestApplicationOptions, 'bodyParser' | 'abortOnError' | 'logger'> = {
  ...quietStart,
  bodyParser: false,
};

/**
 * The HTTP side of the town, ready to listen or to be asked in process.
 *
 * @param options.works whether the worker's loops run in the same process.
 */
export async function openApi(
  settings: Settings,
  options: { readonly works: boolean },
): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_LIMIT,
    trustProxy: (_address, hop) => hop < settings.trustProxyHops,
    routerOptions: { maxParamLength: MAX_PARAM_LENGTH },
    forceCloseConnections: 'idle',
    multipart: false,
  });
  const app = await NestFactory.create<NestFastifyApplication>(
    ApiModule.register(settings, options),
    adapter,
    start,
  );
  await equip(app, settings);
  return app;
}

async function equip(app: NestFastifyApplication, settings: Settings): Promise<void> {
  app.useLogger(new NestLogger(app.get<Logger>(LOGGER)));
  installBodyParsers(app.getHttpAdapter().getInstance(), app.get(StaffKeys));
  await app.register(cookie);
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: NOTHING,
        styleSrc: OURS,
        imgSrc: OURS,
        formAction: OURS,
        baseUri: NOTHING,
        frameAncestors: NOTHING,
      },
    },
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: settings.publicUrl?.startsWith('https:') ?? false,
  });
  await app.init();
}
