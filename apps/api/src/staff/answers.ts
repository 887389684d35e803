import { z } from 'zod';

import { consentActions } from '#core/consent/consent-entry';
import { emergencyKinds } from '#core/emergency/emergency-kind';
import { refusals } from '#core/ladder/refusal';
import { ledgerRules } from '#core/ledger/ledger-finding';
import { messageDirections } from '#core/request/records';
import { breachReasons, closeReasonCodes, requestStatuses } from '#core/request/status';
import { slaClockKinds, slaClockStates } from '#core/sla/sla-clock';

import { optOut } from './consent/consent-answers.js';

/** What the staff API answers. Instants are ISO 8601 in UTC. */

const instant = z.iso.datetime();

export const requestSummary = z.strictObject({
  id: z.string(),
  number: z.string(),
  status: z.enum(requestStatuses),
  subject: z.string(),
  serviceCode: z.string().nullable(),
  requestedAt: instant,
  receivedAt: instant,
  arrivedLate: z.boolean(),
  unverifiedSender: z.boolean(),
  expectedAt: instant.nullable(),
  nextDeadlineAt: instant.nullable(),
  lastMessageAt: instant,
  messageCount: z.int(),
  channelAccount: z.string().nullable().meta({ description: 'Code of the account it came to.' }),
  closedAt: instant.nullable(),
  closeReason: z.enum(closeReasonCodes).nullable(),
  closeSentence: z.string().nullable(),
  breachReason: z.enum(breachReasons).nullable(),
  emergencies: z.array(z.enum(emergencyKinds)),
  undelivered: z
    .strictObject({
      refusal: z.enum(refusals),
      at: instant,
      reason: z.string().meta({ description: 'In the words of staff.' }),
      remedy: z.string(),
    })
    .nullable()
    .meta({ description: 'An answer reached nobody, and no person has seen to it yet.' }),
});

export const requestPage = z.strictObject({
  requests: z.array(requestSummary),
  next: z.string().nullable().meta({ description: 'Give it as `after`; null on the last page.' }),
});

const outboxStates = ['waiting', 'sending', 'sent', 'failed', 'unknown', 'withdrawn'] as const;

const delivery = z.strictObject({
  entryId: z.string(),
  state: z.enum(outboxStates),
  receipt: z.enum(['delivered', 'read', 'failed']).nullable(),
  attempts: z.int(),
  dueAt: instant,
  sentAt: instant.nullable(),
  reason: z.string().nullable(),
  refusal: z.enum(refusals).nullable(),
  story: z.string().nullable().meta({ description: 'What happened to an answer on its ways.' }),
  rungs: z
    .array(
      z.strictObject({
        entryId: z.string(),
        channelAccount: z.string().nullable(),
        state: z.enum(outboxStates),
        receipt: z.enum(['delivered', 'read', 'failed']).nullable(),
        sentAt: instant.nullable(),
        refusal: z.enum(refusals).nullable(),
      }),
    )
    .meta({ description: 'Every way it has gone, the last one last.' }),
});

const timelineItem = z.strictObject({
  id: z.string(),
  direction: z
    .enum(messageDirections)
    .meta({ description: '`note` and `call` are for colleagues; citizens never see them.' }),
  automatic: z.boolean(),
  staffName: z.string().nullable(),
  text: z.string(),
  occurredAt: instant,
  receivedAt: instant,
  attachments: z.array(
    z.strictObject({
      id: z.string(),
      filename: z.string().nullable(),
      contentType: z.string(),
      size: z.int().nullable(),
      state: z.enum(['pending', 'stored', 'gone']),
    }),
  ),
  delivery: delivery.nullable(),
  consent: z
    .enum(consentActions)
    .nullable()
    .meta({ description: '`guessed` holds like the others, and wants the eyes of a person.' }),
});

export const requestDetail = requestSummary.extend({
  language: z.string(),
  contact: z.strictObject({
    id: z.string(),
    displayName: z.string().nullable(),
    points: z.array(
      z.strictObject({
        kind: z.string(),
        address: z.string(),
        verified: z.boolean(),
        undeliverable: z.boolean(),
      }),
    ),
  }),
  clocks: z.array(
    z.strictObject({
      kind: z.enum(slaClockKinds),
      state: z.enum(slaClockStates),
      startedAt: instant,
      dueAt: instant,
      pausedAt: instant.nullable().meta({ description: 'Waits for the citizen since then.' }),
      metAt: instant.nullable(),
      endedAt: instant.nullable(),
      breachedAt: instant.nullable().meta({ description: 'The due time that was not kept.' }),
    }),
  ),
  related: z.array(z.strictObject({ number: z.string(), reason: z.string() })),
  alsoReceivedAt: z
    .array(z.strictObject({ code: z.string(), title: z.string() }))
    .meta({ description: 'Other accounts that the same messages came to.' }),
  optedOut: optOut
    .nullable()
    .meta({ description: 'Why answers do not go where the citizen wrote.' }),
  timeline: z.array(timelineItem),
});

export const quarantinePage = z.strictObject({
  envelopes: z.array(
    z.strictObject({
      envelopeId: z.int(),
      channelAccount: z.string().nullable(),
      contentType: z.string(),
      reason: z.string(),
      receivedAt: instant,
      quarantinedAt: instant,
    }),
  ),
  next: z.int().nullable().meta({ description: 'Give it as `before`; null on the last page.' }),
});

export const taken = z.strictObject({
  messageId: z.string(),
  entryId: z.string(),
  dueAt: instant,
  goesBy: z
    .strictObject({ account: z.string(), address: z.string() })
    .nullable()
    .meta({ description: 'Where it goes, when the citizen opted out of where they wrote.' }),
});
export const handled = z.strictObject({ number: z.string() });
export const noted = z.strictObject({ messageId: z.string() });
export const called = noted.extend({
  met: z.int().meta({ description: 'How many awaited answers it was.' }),
});
export const closed = taken.extend({ status: z.enum(requestStatuses) });
export const outgoing = z.strictObject({
  entryId: z.string(),
  state: z.enum(['waiting', 'withdrawn']),
});

export const channelAccount = z.strictObject({
  code: z.string(),
  channel: z.string(),
  title: z.string(),
  enabled: z.boolean(),
  state: z.enum(['working', 'disabled', 'broken']),
  fault: z.string().nullable(),
  sandbox: z.boolean().meta({ description: 'Reaches nobody: its provider is the sandbox.' }),
  lastArrivalAt: instant.nullable().meta({ description: 'When the last message came.' }),
  silence: z.enum(['normal', 'learning', 'abnormal']).nullable().meta({
    description:
      'Whether nothing came for longer than chance allows; null where nothing is expected: disabled and sandbox accounts.',
  }),
  spending: z
    .strictObject({
      day: z.string().meta({ description: 'Date of the town; it begins anew at its midnight.' }),
      parts: z.int().meta({ description: 'Billed parts: text segments, or messages.' }),
      spent: z.number(),
      dailyCap: z.number().nullable(),
      currency: z.string(),
    })
    .nullable()
    .meta({ description: 'What it has sent today; null where no price is set.' }),
});
export const channelAccounts = z.strictObject({ accounts: z.array(channelAccount) });

export const channelHealth = z.strictObject({
  healthy: z.boolean(),
  steps: z.array(z.strictObject({ step: z.string(), passed: z.boolean(), detail: z.string() })),
});

export const rotation = z.strictObject({ rotated: z.int() });

const ledgerRuleNames = Object.keys(ledgerRules) as (keyof typeof ledgerRules)[];

export const ledgerReport = z.strictObject({
  clean: z.boolean(),
  counts: z.record(z.string(), z.int()),
  findings: z.array(
    z.strictObject({ rule: z.enum(ledgerRuleNames), subject: z.string(), detail: z.string() }),
  ),
  findingCount: z.int(),
});

export const problemDetails = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.string(),
  faults: z.array(z.strictObject({ field: z.string(), message: z.string() })).optional(),
});
