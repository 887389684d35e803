import { Controller, Get, Header } from '@nestjs/common';

import { Public } from '../auth/public.decorator.js';
import { portalStyles } from './portal.css.js';

/** The stylesheet: a file of its own, because the pages allow no style within. */
@Public()
@Controller()
export class StyleController {
  @Get('portal.css')
  @Header('content-type', 'text/css; charset=utf-8')
  @Header('cache-control', 'public, max-age=300')
  styles(): string {
    return portalStyles;
  }
}
