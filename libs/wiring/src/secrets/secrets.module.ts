import { Module } from '@nestjs/common';

import { replyTokens } from '#core/secret/reply-tokens';
import { signedLinks } from '#core/secret/signed-links';

import { DatabaseModule } from '../database/database.module.js';
import type { Settings } from '../settings/read-settings.js';
import { DATABASE, LINKS, REPLY_TOKENS, SETTINGS } from '../tokens.js';
import { TownSecrets } from './town-secrets.js';

/** The secret box and what is derived from it: `TownSecrets`, `LINKS`, `REPLY_TOKENS`. */
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
  ],
  exports: [TownSecrets, LINKS, REPLY_TOKENS],
})
export class SecretsModule {}
