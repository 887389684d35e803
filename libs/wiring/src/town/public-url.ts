import type { Settings } from '../settings/read-settings.js';

/** How the town is reached from outside, without a slash at the end. */
export function publicUrlOf({ publicUrl, port }: Settings): string {
  return (publicUrl ?? `http://localhost:${port}`).replace(/\/$/, '');
}
