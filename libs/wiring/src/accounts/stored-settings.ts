import type { SecretBox } from '#core/secret/secret-box';

/** The settings of an account as they lie sealed in the database. */
export interface StoredSettings {
  readonly settings: unknown;
  /** Its provider is the sandbox: made by the town itself, never by a person. */
  readonly sandbox: boolean;
}

/** Stands beside the settings, where no channel has a field of its own. */
const SANDBOX_MARK = '$sandbox';

export function sealSettings(
  { settings, sandbox }: StoredSettings,
  secrets: Pick<SecretBox, 'seal'>,
): string {
  const marked = sandbox ? { ...(settings as object), [SANDBOX_MARK]: true } : settings;
  return secrets.seal(JSON.stringify(marked));
}

export type OpenedSettings =
  | ({ readonly kind: 'opened' } & StoredSettings)
  /** Names reasons, never values. */
  | { readonly kind: 'unreadable'; readonly reason: string };

export function openSettings(sealed: string, secrets: Pick<SecretBox, 'open'>): OpenedSettings {
  try {
    const stored: unknown = JSON.parse(secrets.open(sealed));
    if (typeof stored !== 'object' || stored === null || !(SANDBOX_MARK in stored)) {
      return { kind: 'opened', settings: stored, sandbox: false };
    }
    const own = Object.entries(stored).filter(([name]) => name !== SANDBOX_MARK);
    return { kind: 'opened', settings: Object.fromEntries(own), sandbox: true };
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'Its settings cannot be opened.';
    return { kind: 'unreadable', reason };
  }
}
