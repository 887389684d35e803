import { Module } from '@nestjs/common';

import { pageLinks } from '#core/secret/page-links';
import { replyTokens } from '#core/secret/reply-tokens';
import { signedLinks } from '#core/secret/signed-links';

import { DatabaseModule } from '../database/database.module.js';
import type { Settings } from '../settings/read-settings.js';
import { DATABASE, LINKS, PAGE_LINKS, REPLY_TOKENS, SETTINGS } from '../tokens.js';
import { TownSecrets } from './town-secrets.js';

/** The secret box and what is derived from it: `TownSecrets`, `LINKS`, `REPLY_TOKENS`, `PAGE_LINKS`. */
@Module({
  imports: [DatabaseModule],
  providers: [
    {
      // After the database, which makes the data folder and locks it.
      provide: TownSecrets,
      inject: [SETTINGS, DATABASE],
      useFactory: ({ secretKeys, dataFolder }: Settings) =>
        TownSecrets.open(secretKeys, dataFolder),
    },
    {
      provide: LINKS,
      inject: [TownSecrets],
      useFactory: (secrets: TownSecrets) => signedLinks(secrets.derive('signed-links')),
    },
    {
      provide: REPLY_TOKENS,
      inject: [TownSecrets],
      useFactory: (secrets: TownSecrets) => replyTokens(secrets.derive('reply-tokens')),
    },
    {
      provide: PAGE_LINKS,
      inject: [TownSecrets],
      useFactory: (secrets: TownSecrets) => pageLinks(secrets.derive('page-links')),
    },
  ],
  exports: [TownSecrets, LINKS, REPLY_TOKENS, PAGE_LINKS],
})
export class SecretsModule {}
