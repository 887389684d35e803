import type { NestFastifyApplication } from '@nestjs/platform-fastify';

import { notFound, type Problem } from '#core/error/problem';
import { refused, type Result, succeeded } from '#core/error/result';
import { AccountDirectory } from '#wiring/accounts/account-directory';
import type { Settings } from '#wiring/settings/read-settings';
import { TownDirectory } from '#wiring/town/town-directory';

import { openApi } from '../../../api/src/open-api.js';
import { type Downloaded, downloadOf } from './downloaded.js';
import { headersOf } from './http-staff-api.js';
import { resultOfAnswer } from './problem-answer.js';
import type { StaffAddress } from './staff-address.js';
import type { StaffApi, StaffApiRequest } from './staff-api.js';

/**
 * The very same staff API over the database of this machine, asked in process, for when no town
 * runs. Who acts is who the key belongs to, as over HTTP.
 */
export async function openStaffApiHere(
  settings: Settings,
  address: StaffAddress | null,
): Promise<Result<StaffApi>> {
  if (address === null) return refused(noTown);
  if (settings.databaseUrl !== null && settings.secretKeys === null) return refused(noSecretKey);
  const opened = await openQuietly(settings);
  if (!opened.ok) return opened;
  const app = opened.value;
  return succeeded({
    townIsRunning: false,
    call: (request) => callInProcess(app, address.key, request),
    download: (path) => downloadInProcess(app, address.key, path),
    close: () => app.close(),
  });
}

/** Standard output is the command's alone, hence no logs. */
async function openQuietly(settings: Settings): Promise<Result<NestFastifyApplication>> {
  try {
    const app = await openApi({ ...settings, logLevel: 'silent' }, { works: false });
    await app.get(AccountDirectory).refresh();
    await app.get(TownDirectory).refresh();
    return succeeded(app);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    const title = 'No town answers, and its database cannot be opened here';
    return refused({ code: 'unavailable', title, detail: error.message });
  }
}

async function callInProcess(
  app: NestFastifyApplication,
  key: string,
  request: StaffApiRequest,
): Promise<Result<unknown>> {
  const answer = await app.inject({
    method: request.method,
    url: `/api/v1${request.path}`,
    headers: headersOf(key, request),
    ...(request.query !== undefined && { query: { ...request.query } }),
    ...(request.body !== undefined && { payload: JSON.stringify(request.body) }),
  });
  return resultOfAnswer(answer.statusCode, answer.body);
}

async function downloadInProcess(
  app: NestFastifyApplication,
  key: string,
  path: string,
): Promise<Result<Downloaded>> {
  const method = 'GET';
  const headers = headersOf(key, { method, path });
  const answer = await app.inject({ method, url: `/api/v1${path}`, headers });
  const { 'content-disposition': disposition, 'content-type': contentType } = answer.headers;
  return downloadOf({
    status: answer.statusCode,
    disposition: typeof disposition === 'string' ? disposition : undefined,
    contentType: typeof contentType === 'string' ? contentType : undefined,
    bytes: answer.rawPayload,
  });
}

const noTown: Problem = notFound(
  'A town',
  'Start one (npm start), or name one that runs elsewhere with TOWNLINE_URL and TOWNLINE_KEY.',
);

const noSecretKey: Problem = {
  code: 'unprocessable',
  title: 'The secret key is missing',
  detail:
    'No town answers, so this command opens the database itself. Give it the TOWNLINE_SECRET_KEY of the town.',
};
