import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { Writable } from 'node:stream';

import { defaultTown } from '#core/account/default-town';
import { type Result, succeeded } from '#core/error/result';

import type { CommandContext } from './command/command-context.js';
import { outputFiles } from './command/output-files.js';
import { inputFiles } from './command/read-input.js';
import { townSettings } from './command/town-settings.js';
import { answersAt, httpStaffApi } from './staff-api/http-staff-api.js';
import { readStaffAddress } from './staff-api/staff-address.js';
import type { StaffApi } from './staff-api/staff-api.js';

type Environment = CommandContext['environment'];

const WRITTEN_AT_ONCE = 65_536;

interface StandardStreams {
  readonly input: NodeJS.ReadableStream;
  readonly output: Writable;
}

/** What the commands reach when they run as a program. */
export function processContext(
  environment: Environment,
  { input, output }: StandardStreams,
): CommandContext {
  const folder = environment.INIT_CWD ?? process.cwd();
  return {
    environment,
    files: inputFiles(folder, input),
    output: outputFiles(folder, output),
    print: printerOf(output),
    newKey: randomUUID,
    now: () => new Date(),
    zone: defaultTown.zone,
    townAnswers: () => townAnswers(environment),
    staffApi: () => staffApi(environment),
  };
}

/** Lines that are there together leave together: a write for each of many takes longer than their making. */
function printerOf(output: Writable): CommandContext['print'] {
  let waiting = '';
  const write = () => {
    const text = waiting;
    waiting = '';
    return text === '' || output.write(text);
  };
  return async (line) => {
    if (waiting === '') setImmediate(write);
    waiting += `${line}\n`;
    if (waiting.length < WRITTEN_AT_ONCE && !output.writableNeedDrain) return;
    if (!write()) await once(output, 'drain');
  };
}

/** The running town where there is one; the same API opened here where there is none. */
async function staffApi(environment: Environment): Promise<Result<StaffApi>> {
  const settings = townSettings(environment, 'command');
  if (!settings.ok) return settings;
  const address = await readStaffAddress(settings.value);
  if (!address.ok) return address;
  const known = address.value;
  if (known?.from === 'settings' || (known !== null && (await answersAt(known.url)))) {
    return succeeded(httpStaffApi(known));
  }
  // Loaded only here: it brings the whole town along, which most commands need not wait for.
  const { openStaffApiHere } = await import('./staff-api/in-process-staff-api.js');
  return openStaffApiHere(settings.value, known);
}

async function townAnswers(environment: Environment): Promise<boolean> {
  const settings = townSettings(environment, 'command');
  if (!settings.ok) return false;
  const address = await readStaffAddress(settings.value);
  return address.ok && address.value !== null && answersAt(address.value.url);
}
