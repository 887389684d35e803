import { Module } from '@nestjs/common';

import { defaultTown } from '#core/account/default-town';
import type { Town } from '#core/account/town';
import { EnvelopeAcceptor } from '#core/intake/accept-envelopes';
import { noCheckpoint } from '#core/intake/checkpoint';

import { AccountsModule } from '../accounts/accounts.module.js';
import { DatabaseModule } from '../database/database.module.js';
import { SecretsModule } from '../secrets/secrets.module.js';
import { CHECKPOINT, RECEIVE_PORTS, TOWN } from '../tokens.js';
import { TownAcceptor } from './town-acceptor.js';
import { TownReceivePorts } from './town-receive-ports.js';
import { TownRegisterPorts } from './town-register-ports.js';

/** Storing what arrives and, for our own doors, registering it at once. */
@Module({
  imports: [DatabaseModule, SecretsModule, AccountsModule],
  providers: [
    { provide: CHECKPOINT, useValue: noCheckpoint },
    { provide: TOWN, useValue: (): Town => defaultTown },
    { provide: EnvelopeAcceptor, useClass: TownAcceptor },
    TownRegisterPorts,
    { provide: RECEIVE_PORTS, useClass: TownReceivePorts },
  ],
  exports: [CHECKPOINT, TOWN, EnvelopeAcceptor, TownRegisterPorts, RECEIVE_PORTS],
})
export class IntakeModule {}
