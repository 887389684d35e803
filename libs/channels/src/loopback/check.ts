import { access, constants } from 'node:fs/promises';
import { dirname } from 'node:path';

import type { ChannelHealth } from '#core/channel/adapter';

import type { LoopbackSettings } from './settings.js';

type Step = ChannelHealth['steps'][number];

export async function check({ ledgerPath, spoolPath }: LoopbackSettings): Promise<ChannelHealth> {
  const steps = [
    await tryAccess('ledger', ledgerPath && dirname(ledgerPath), constants.W_OK),
    await tryAccess('spool', spoolPath, constants.R_OK),
  ];
  return { healthy: steps.every(({ passed }) => passed), steps };
}

async function tryAccess(step: string, folder: string | undefined, mode: number): Promise<Step> {
  if (folder === undefined) return { step, passed: true, detail: 'Not configured; not needed.' };
  const wanted = mode === constants.W_OK ? 'writable' : 'readable';
  try {
    await access(folder, mode);
    return { step, passed: true, detail: `The folder is ${wanted}.` };
  } catch {
    const detail = `The folder is not ${wanted}: create it and give it to the user Townline runs as.`;
    return { step, passed: false, detail };
  }
}
