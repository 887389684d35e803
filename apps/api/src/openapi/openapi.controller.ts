import { Controller, Get, Header, Inject } from '@nestjs/common';

import type { Settings } from '#wiring/settings/read-settings';
import { SETTINGS } from '#wiring/tokens';
import { publicUrlOf } from '#wiring/town/public-url';

import { Public } from '../auth/public.decorator.js';
import { openApiDocument } from './openapi-document.js';
import { openApiPage, openApiStyles } from './openapi-page.js';

/** The documentation of the staff API: for those who have a key. */
@Controller('api')
export class OpenApiController {
  constructor(@Inject(SETTINGS) private readonly settings: Settings) {}

  @Get('v1/openapi.json')
  document() {
    return openApiDocument(publicUrlOf(this.settings));
  }

  @Get('docs')
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('cache-control', 'no-store')
  page(): string {
    return openApiPage(this.document());
  }

  @Public()
  @Get('docs.css')
  @Header('content-type', 'text/css; charset=utf-8')
  styles(): string {
    return openApiStyles;
  }
}
