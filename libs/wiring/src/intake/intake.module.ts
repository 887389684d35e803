import { Module } from '@nestjs/common';

import { EnvelopeAcceptor } from '#core/intake/accept-envelopes';
import { noCheckpoint } from '#core/intake/checkpoint';

import { AccountsModule } from '../accounts/accounts.module.js';
import { DatabaseModule } from '../database/database.module.js';
import { TownKnowledge } from '../emergency/town-knowledge.js';
import { SecretsModule } from '../secrets/secrets.module.js';
import { CHECKPOINT, RECEIVE_PORTS } from '../tokens.js';
import { TownDirectoryModule } from '../town/town-directory.module.js';
import { TownAcceptor } from './town-acceptor.js';
import { TownReceivePorts } from './town-receive-ports.js';
import { TownRegisterPorts } from './town-register-ports.js';

/** Storing what arrives and, for our own doors, registering it at once. */
@Module({
  imports: [DatabaseModule, SecretsModule, AccountsModule, TownDirectoryModule],
  providers: [
    { provide: CHECKPOINT, useValue: noCheckpoint },
    { provide: EnvelopeAcceptor, useClass: TownAcceptor },
    TownKnowledge,
    TownRegisterPorts,
    { provide: RECEIVE_PORTS, useClass: TownReceivePorts },
  ],
  exports: [
    ...[CHECKPOINT, TownDirectoryModule, TownKnowledge],
    ...[EnvelopeAcceptor, TownRegisterPorts, RECEIVE_PORTS],
  ],
})
export class IntakeModule {}
