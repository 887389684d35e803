import { Module } from '@nestjs/common';

import type { ThreadPorts } from '#core/citizen/thread';
import type { SignedLinks } from '#core/secret/signed-links';

import type { Database } from '../database/database.js';
import { DatabaseModule } from '../database/database.module.js';
import { SecretsModule } from '../secrets/secrets.module.js';
import { DATABASE, LINKS, THREAD_PORTS } from '../tokens.js';

/** What citizens may read: the public card of a number, the thread behind a signed link. */
@Module({
  imports: [DatabaseModule, SecretsModule],
  providers: [
    {
      provide: THREAD_PORTS,
      inject: [DATABASE, LINKS],
      useFactory: (
        { requests, attachments, files, clock }: Database,
        links: SignedLinks,
      ): ThreadPorts => ({
        requests,
        attachments,
        files,
        links,
        clock,
      }),
    },
  ],
  exports: [THREAD_PORTS],
})
export class CitizenModule {}
