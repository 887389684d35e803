import { Module } from '@nestjs/common';

import { signedLinks } from '#core/secret/signed-links';

import { DatabaseModule } from '../database/database.module.js';
import type { Settings } from '../settings/read-settings.js';
import { DATABASE, LINKS, SETTINGS } from '../tokens.js';
import { TownSecrets } from './town-secrets.js';

/** The secret box and what is derived from it: `TownSecrets`, `LINKS`. */
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
  ],
  exports: [TownSecrets, LINKS],
})
export class SecretsModule {}
