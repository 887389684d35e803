import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

import type { Town } from '#core/account/town';
import { formatRequestNumber } from '#core/request/request-number';
import { type Language, supportedLanguage } from '#core/text/catalogue';
import type { Clock } from '#core/time/clock';
import { localYear } from '#core/time/local-year';
import { CLOCK, TOWN } from '#wiring/tokens';

import type { PageContext } from './pages/layout.js';
import { typedFields } from './typed-fields.js';

const LANGUAGE_COOKIE = 'language';
const YEAR_SECONDS = 365 * 24 * 3_600;
const EXAMPLE_SEQUENCE = 4_817;

/** What the pages need to know about a request: language, town, address. */
@Injectable()
export class PortalContext {
  constructor(
    @Inject(TOWN) private readonly town: () => Town,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The language is the one chosen, that of the form, else the one remembered, else the browser's, else the town's. */
  of(request: FastifyRequest): PageContext {
    const { name, zone, language } = this.town();
    const [path = '/'] = request.url.split('?', 1);
    return {
      language: chosenLanguage(request) ?? languageOfBrowser(request) ?? language,
      town: name,
      zone,
      path: request.method === 'GET' ? path : '/',
    };
  }

  /** Keeps a language that was chosen in the address. */
  remember(request: FastifyRequest, reply: FastifyReply): void {
    const language = languageInAddress(request);
    if (language === null) return;
    const options = { path: '/', maxAge: YEAR_SECONDS, httpOnly: true, sameSite: 'lax' } as const;
    void reply.setCookie(LANGUAGE_COOKIE, language, options);
  }

  exampleNumber(): string {
    const { letters, zone } = this.town();
    const year = localYear(this.clock.now(), zone);
    return formatRequestNumber({ letters, year, sequence: EXAMPLE_SEQUENCE });
  }

  letters(): string {
    return this.town().letters;
  }
}

function chosenLanguage(request: FastifyRequest): Language | null {
  return (
    languageInAddress(request) ??
    supportedLanguage(typedFields(request)['language']) ??
    supportedLanguage(request.cookies[LANGUAGE_COOKIE])
  );
}

function languageInAddress({ url }: FastifyRequest): Language | null {
  const start = url.indexOf('?');
  if (start === -1) return null;
  return supportedLanguage(new URLSearchParams(url.slice(start + 1)).get('lang'));
}

function languageOfBrowser({ headers }: FastifyRequest): Language | null {
  for (const range of (headers['accept-language'] ?? '').split(',', 10)) {
    const language = supportedLanguage(range.split(';', 1)[0]?.trim());
    if (language !== null) return language;
  }
  return null;
}
