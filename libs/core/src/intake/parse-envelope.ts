import type { ChannelAdapter } from '../channel/adapter.js';
import type { StoredEnvelope } from '../channel/envelope.js';
import type { FileStore } from '../file/file-store.js';
import { Places } from './places.js';
import type { PendingEnvelope } from './registration-store.js';

export type ParseResult =
  { readonly kind: 'parsed'; readonly value: unknown } | { readonly kind: 'failed' };

export type Parse = NonNullable<ChannelAdapter['parse']>;

/** Large raw bytes are not read before their turn: they would fill the memory. */
const FILES_AT_ONCE = 4;

/** Hands raw bytes to a channel's parser, wherever they are kept. */
export class EnvelopeParser {
  private readonly places = new Places(FILES_AT_ONCE);

  constructor(private readonly files: Pick<FileStore, 'read'>) {}

  /** @returns null when the bytes could not be read now: the next look tries again. */
  parse(pending: PendingEnvelope, parse: Parse): Promise<ParseResult | null> {
    const { raw } = pending;
    if (raw !== null) return parsed({ ...pending, raw }, parse);
    return this.places.use(() => this.parseFile(pending, parse));
  }

  private async parseFile(pending: PendingEnvelope, parse: Parse): Promise<ParseResult | null> {
    let raw: Buffer | null;
    try {
      raw = await this.files.read(pending.rawSha256);
    } catch {
      return null;
    }
    // Registration says what is missing.
    return raw === null ? { kind: 'failed' } : parsed({ ...pending, raw }, parse);
  }
}

async function parsed(envelope: StoredEnvelope, parse: Parse): Promise<ParseResult> {
  try {
    return { kind: 'parsed', value: await parse(envelope, new AbortController().signal) };
  } catch {
    return { kind: 'failed' };
  }
}
