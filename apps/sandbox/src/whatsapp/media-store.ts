import { createHmac, randomInt, timingSafeEqual } from 'node:crypto';

import type { KeptFile } from './webhook/citizen-message.js';

const LINK_LIFETIME_SECONDS = 300;
const MOST_BYTES = 128 * 1024 * 1024;

/** Files of citizens and of the town, and the short-lived addresses that lead to them. */
export class MediaStore {
  private readonly files = new Map<string, KeptFile>();
  private size = 0;

  /** @param key signs the addresses. */
  constructor(private readonly key: string) {}

  keep(file: KeptFile): void {
    this.files.set(file.id, file);
    this.size += file.bytes.length;
    for (const [id, { bytes }] of this.files) {
      if (this.size <= MOST_BYTES || id === file.id) break;
      this.remove(id, bytes.length);
    }
  }

  find(id: string): KeptFile | null {
    return this.files.get(id) ?? null;
  }

  delete(id: string): boolean {
    const file = this.files.get(id);
    if (file !== undefined) this.remove(id, file.bytes.length);
    return file !== undefined;
  }

  /** The query of an address that is good for five minutes. */
  linkQuery(id: string, now: number): string {
    const ext = String(Math.floor(now / 1_000) + LINK_LIFETIME_SECONDS);
    return new URLSearchParams({ mid: id, ext, hash: this.hashOf(id, ext) }).toString();
  }

  /** Null for an address that is no longer good or never was. */
  behindLink(query: Readonly<Record<string, string>>, now: number): KeptFile | null {
    const { mid = '', ext = '', hash = '' } = query;
    const [given, expected] = [Buffer.from(hash), Buffer.from(this.hashOf(mid, ext))];
    const isOurs = given.length === expected.length && timingSafeEqual(given, expected);
    return isOurs && Number(ext) * 1_000 > now ? this.find(mid) : null;
  }

  private hashOf(id: string, ext: string): string {
    return createHmac('sha256', this.key).update(`${id} ${ext}`).digest('base64url');
  }

  private remove(id: string, bytes: number): void {
    this.files.delete(id);
    this.size -= bytes;
  }
}

/** Ids of files are numbers. */
export function newMediaId(): string {
  return `${randomInt(1_000_000, 9_999_999)}${randomInt(10_000_000, 99_999_999)}`;
}
