import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

import type { DatabaseReader } from './database-reader.js';
import type { LoopbackMessage } from './loopback-events.js';
import type { TestTown } from './test-town.js';

const LOOK_MS = 100;

/** Waits until everything that was accepted is registered and everything due has left. */
export async function untilDrained(reader: DatabaseReader, limitMs = 60_000): Promise<void> {
  const giveUpAt = performance.now() + limitMs;
  for (;;) {
    const left = await whatIsLeft(reader);
    if (left.pending + left.unsent === 0) return;
    if (performance.now() > giveUpAt) throw new Error(`Not drained: ${JSON.stringify(left)}`);
    await pause(LOOK_MS);
  }
}

async function whatIsLeft(reader: DatabaseReader) {
  const pending = await reader.number('SELECT COUNT(*) FROM inbound_envelope WHERE state = 0');
  // Waiting, being sent, or sent with an outcome that nobody knows.
  const unsent = await reader.number('SELECT COUNT(*) FROM outbox_entry WHERE state IN (0, 1, 4)');
  return { pending, unsent };
}

/** What a drained town holds, told so that a test can compare it with what was sent. */
export interface LineContents {
  /** Ids of the messages behind the registered ones, one for each row; doubles would show. */
  readonly registered: readonly string[];
  /** The texts of each sender, in the order of registration. */
  readonly textsBySender: ReadonlyMap<string, readonly string[]>;
  readonly requests: number;
  /** Running numbers of the requests, ascending. */
  readonly sequences: readonly number[];
  readonly quarantined: readonly string[];
  /** Arrivals at the provider by recipient. */
  readonly arrivals: ReadonlyMap<string, number>;
}

interface MessageRow {
  readonly providerId: Uint8Array;
  readonly channelRef: string;
  readonly text: string;
}

export async function contentsOf(town: TestTown): Promise<LineContents> {
  const reader = town.reader();
  try {
    const messages = await reader.rows<MessageRow>(
      'SELECT e.providerId, m.channelRef, m.text FROM message m ' +
        'JOIN inbound_envelope e ON e.id = m.envelopeId ORDER BY m.envelopeId',
    );
    const numbers = await reader.rows<{ readonly number: string }>(
      'SELECT number FROM service_request',
    );
    const quarantined = await reader.rows<{ readonly reason: string }>(
      'SELECT reason FROM quarantine',
    );
    return {
      registered: messages.map(({ providerId }) => Buffer.from(providerId).toString('utf8')),
      textsBySender: grouped(messages),
      requests: numbers.length,
      sequences: numbers.map(({ number }) => sequenceOf(number)).sort((a, b) => a - b),
      quarantined: quarantined.map(({ reason }) => reason),
      arrivals: arrivalsIn(town.ledgerPath),
    };
  } finally {
    await reader.close();
  }
}

/** `FM26-000017-3` is the seventeenth. */
function sequenceOf(number: string): number {
  return Number(number.split('-')[1]);
}

function grouped(messages: readonly MessageRow[]): Map<string, string[]> {
  const texts = new Map<string, string[]>();
  for (const { channelRef, text } of messages) {
    texts.set(channelRef, [...(texts.get(channelRef) ?? []), text]);
  }
  return texts;
}

/** The loopback channel's own book: one line for every message that reached its provider. */
function arrivalsIn(ledgerPath: string): Map<string, number> {
  const arrivals = new Map<string, number>();
  for (const line of readFileSync(ledgerPath, 'utf8').trim().split('\n')) {
    const { channelRef } = JSON.parse(line) as { readonly channelRef: string };
    arrivals.set(channelRef, (arrivals.get(channelRef) ?? 0) + 1);
  }
  return arrivals;
}

/** So many conversations of so many numbered messages each. */
export function conversationsOf(identities: number, messages: number): LoopbackMessage[][] {
  return Array.from({ length: identities }, (_, person) =>
    Array.from({ length: messages }, (__, turn) => ({
      id: `p${person}-m${turn}`,
      from: `person-${person}`,
      text: `Message ${turn} of person ${person}`,
    })),
  );
}
