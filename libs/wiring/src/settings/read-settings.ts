import { readFileSync } from 'node:fs';

import type { DeliverySchedule } from '#core/delivery/schedule';
import type { AcceptLimits } from '#core/intake/accept-envelopes';
import type { AcknowledgementCap } from '#core/intake/acknowledgement-cap';
import { HOUR } from '#core/time/instant';

import { settingDefinitions } from './process-settings.js';
import type { Setting } from './setting.js';

type Definitions = typeof settingDefinitions;
type ValueOf<Defined> = Defined extends Setting<infer Value> ? Value : never;

/** The settings of this process: read once, frozen. Delivery times and accept limits are among them. */
export type Settings = Values & {
  readonly role: ProcessRole;
  readonly delivery: DeliverySchedule;
  readonly accept: AcceptLimits;
  readonly acknowledgementCap: AcknowledgementCap;
};

type Values = { readonly [Name in keyof Definitions]: ValueOf<Definitions[Name]> };

/** `service`: an api or worker of its own, which needs MariaDB, Redis and a key to be of use. */
export type ProcessRole = 'town' | 'service' | 'command';
export type Environment = Readonly<Record<string, string | undefined>>;

export class SettingsInvalid extends Error {
  override readonly name = 'SettingsInvalid';
  readonly code = 'settings-invalid';
  constructor(readonly faults: readonly string[]) {
    super(`The settings are not usable:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
  }
}

/** Reads and checks everything; throws `SettingsInvalid` with all faults and their remedies at once. */
export function readSettings(environment: Environment, role: ProcessRole): Settings {
  const faults: string[] = [];
  const entries = Object.entries(settingDefinitions).map(([key, definition]) => [
    key,
    readOne(definition, environment, faults),
  ]);
  const values = Object.fromEntries(entries) as Values;
  if (faults.length === 0) faults.push(...faultsTogether(values, role));
  if (faults.length > 0) throw new SettingsInvalid(faults);
  return Object.freeze({
    ...values,
    role,
    delivery: deliveryOf(values),
    accept: acceptOf(values),
    acknowledgementCap: capOf(values),
  });
}

function readOne(
  { name, default: fallback, secret, schema }: Setting<unknown>,
  environment: Environment,
  faults: string[],
): unknown {
  const given = secret ? secretOf(name, environment, faults) : nonEmpty(environment[name]);
  const written = given ?? fallback;
  if (written === null) return null;
  const read = schema.safeParse(written);
  if (read.success) return read.data;
  faults.push(...read.error.issues.map((issue) => `${name} ${issue.message}`));
  return null;
}

function secretOf(name: string, environment: Environment, faults: string[]): string | undefined {
  const direct = nonEmpty(environment[name]);
  const path = nonEmpty(environment[`${name}_FILE`]);
  if (path === undefined) return direct;
  if (direct !== undefined) {
    faults.push(`${name} and ${name}_FILE are both set; keep one of them`);
    return undefined;
  }
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    faults.push(`${name}_FILE names a file that cannot be read: ${path}`);
    return undefined;
  }
}

/** Container set-ups write empty values for what is not set. */
function nonEmpty(value: string | undefined): string | undefined {
  return value === undefined || value.trim() === '' ? undefined : value;
}

function faultsTogether(values: Values, role: ProcessRole): string[] {
  if (role === 'command') return [];
  const faults: string[] = [];
  if (values.environment === 'production' && values.secretKeys === null) {
    faults.push(
      'TOWNLINE_SECRET_KEY is missing in production; make one with: openssl rand -base64 32, and keep it safe',
    );
  }
  if (role === 'service') faults.push(...halfConfigured(values, faults.length > 0));
  if (values.leaseMs < 2 * values.sendTimeoutMs) {
    faults.push(
      'TOWNLINE_SEND_LEASE is shorter than twice TOWNLINE_SEND_TIMEOUT; make it ten times as long',
    );
  }
  return faults;
}

function halfConfigured(values: Values, keyIsNamed: boolean): string[] {
  const { databaseUrl, redisUrl, secretKeys } = values;
  const needed = [
    [databaseUrl, 'TOWNLINE_DATABASE_URL', 'api and worker share a MariaDB'],
    [redisUrl, 'TOWNLINE_REDIS_URL', 'api and worker ring each other through Redis'],
    [keyIsNamed || secretKeys, 'TOWNLINE_SECRET_KEY', 'api and worker share one key'],
  ] as const;
  return needed.flatMap(([value, name, why]) =>
    value === null ? [`${name} is missing: ${why}. For one process alone run npm start`] : [],
  );
}

function deliveryOf(values: Values): DeliverySchedule {
  const { leaseMs, retryMs, giveUpAfterMs, unauthorisedPauseMs, settlingMs, lookAgainMs } = values;
  return { leaseMs, retryMs, giveUpAfterMs, unauthorisedPauseMs, settlingMs, lookAgainMs };
}

function acceptOf(values: Values): AcceptLimits {
  return {
    batchRows: values.acceptBatchRows,
    batchBytes: values.acceptBatchBytes,
    waitingRows: values.acceptWaitingRows,
    waitingBytes: values.acceptWaitingBytes,
  };
}

function capOf(values: Values): AcknowledgementCap {
  return {
    most: values.acknowledgeMost,
    withinMs: values.acknowledgeWithinMs,
    digestAfterMs: values.digestAfterMs,
    block: { most: values.acknowledgePrefixMost, withinMs: HOUR },
  };
}
