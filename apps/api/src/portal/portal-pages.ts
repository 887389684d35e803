import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

import { say } from './pages/layout.js';
import { noticePage } from './pages/notice-page.js';
import { PortalContext } from './portal-context.js';

interface Shown {
  readonly code: string;
  readonly title: string;
  readonly detail: string;
}

/** Pages that only say something, for any request. */
@Injectable()
export class PortalPages {
  constructor(@Inject(PortalContext) private readonly context: PortalContext) {}

  /** A refusal as a citizen sees it: the frequent ones in their language. */
  problem(request: FastifyRequest, { code, title, detail }: Shown): string {
    const context = this.context.of(request);
    if (code === 'not-found') {
      const text = say(context, 'portal.not-found.page');
      return noticePage(context, say(context, 'portal.not-found.title'), text);
    }
    if (code === 'unavailable') {
      const text = say(context, 'portal.unavailable.text');
      return noticePage(context, say(context, 'portal.unavailable.title'), text);
    }
    return noticePage(context, title, detail);
  }
}
