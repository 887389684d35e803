import type { ImapFlow } from 'imapflow';

import { isRefusal } from './mailbox-errors.js';

export interface OpenMailbox {
  readonly path: string;
  readonly uidValidity: string;
  /** Null for the odd server that does not say. */
  readonly uidNext: number | null;
  readonly exists: number;
}

/**
 * Opens it without leaving a trace, and afresh every time: only then the server tells that it was
 * rebuilt. Null when the server refuses.
 */
export async function examine(client: ImapFlow, path: string): Promise<OpenMailbox | null> {
  return open(client, path, true);
}

/** Opens it for marking and moving. */
export async function select(client: ImapFlow, path: string): Promise<OpenMailbox | null> {
  return open(client, path, false);
}

async function open(
  client: ImapFlow,
  path: string,
  readOnly: boolean,
): Promise<OpenMailbox | null> {
  try {
    const { uidValidity, uidNext, exists } = await client.mailboxOpen(path, { readOnly });
    return {
      path,
      uidValidity: String(uidValidity),
      uidNext: Number.isSafeInteger(uidNext) && uidNext > 0 ? uidNext : null,
      exists,
    };
  } catch (error) {
    if (isRefusal(error)) return null;
    throw error;
  }
}
