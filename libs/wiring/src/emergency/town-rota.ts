import { Inject, Injectable } from '@nestjs/common';

import type { ChannelAccounts } from '#core/account/channel-accounts';
import type { Town } from '#core/account/town';
import { emergencyKinds } from '#core/emergency/emergency-kind';
import { ROTA_NAME, savedRota } from '#core/emergency/sweep-emergencies';
import type { FieldFault } from '#core/error/problem';
import type { Result } from '#core/error/result';
import type { StaffId } from '#core/identity/ids';
import { onCallAt } from '#core/on-call/on-call-at';
import { checkRota, type RotaPorts, saveRota } from '#core/on-call/save-rota';
import type { TownDocument } from '#core/town/town-document-store';

import { AccountDirectory } from '../accounts/account-directory.js';
import type { Database } from '../database/database.js';
import { DATABASE, TOWN } from '../tokens.js';

/** What the town knows of its rota at this moment. */
export interface RotaState {
  /** Null: none was saved. */
  readonly saved: TownDocument | null;
  /** Names in the order in which they are told, for each kind. */
  readonly onCall: Readonly<Record<string, readonly string[]>>;
  readonly faults: readonly FieldFault[];
}

/** Who is on call. */
@Injectable()
export class TownRota {
  private readonly ports: RotaPorts;

  constructor(
    @Inject(DATABASE) { documents, staff, clock }: Database,
    @Inject(AccountDirectory) accounts: ChannelAccounts,
    @Inject(TOWN) town: () => Town,
  ) {
    this.ports = { documents, staff, clock, accounts, town };
  }

  replace(input: unknown, staffId: StaffId): Promise<Result<TownDocument>> {
    return saveRota(this.ports, input, staffId);
  }

  async state(): Promise<RotaState> {
    const { documents, clock, town } = this.ports;
    const saved = await documents.find('rota', ROTA_NAME);
    const rota = (await savedRota(documents)) ?? { shifts: [], supervisors: [] };
    const now = clock.now();
    const { zone } = town();
    const onCall = emergencyKinds.map((kind) => [kind, onCallAt(rota, now, kind, zone)] as const);
    return { saved, onCall: Object.fromEntries(onCall), faults: await checkRota(this.ports, rota) };
  }
}
