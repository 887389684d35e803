import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as readText } from 'node:stream/consumers';

import type { OpenProvider } from '../channel-samples.js';

export interface SampleGraph {
  readonly apiBaseUrl: string;
  readonly host: string;
  /** Numbers at which sending fails, and as what. */
  readonly refusals: readonly {
    readonly phone: string;
    readonly outcome: OpenProvider['refusals'][number]['outcome'];
  }[];
  accepted(key: string): number;
  close(): Promise<void>;
}

const failures = [
  { phone: '19195550120', outcome: 'recipient-gone', status: 400, code: 131_026 },
  { phone: '19195550121', outcome: 'window-closed', status: 400, code: 131_047 },
  { phone: '19195550122', outcome: 'opted-out', status: 400, code: 131_050 },
  { phone: '19195550123', outcome: 'rate-limited', status: 400, code: 131_056 },
  { phone: '19195550124', outcome: 'rate-limited', status: 429, code: 130_429 },
  { phone: '19195550125', outcome: 'unauthorised', status: 401, code: 190 },
  { phone: '19195550126', outcome: 'transient', status: 503, code: 2 },
  { phone: '19195550127', outcome: 'rejected', status: 400, code: 100 },
  { phone: '19195550128', outcome: 'unknown', status: 500, code: 131_000 },
] as const;

/** The Graph API as small as the contract suite needs it: it keeps the keys of what it took. */
export async function openSampleGraph(account: {
  readonly phoneNumberId: string;
  readonly businessAccountId: string;
}): Promise<SampleGraph> {
  const taken: string[] = [];
  const answers: Readonly<Record<string, object>> = {
    [account.phoneNumberId]: { display_phone_number: '+1 919-555-0100', quality_rating: 'GREEN' },
    [`${account.businessAccountId}/subscribed_apps`]: { data: [{ id: '1' }] },
  };
  const server = createServer((request, response) => {
    if (request.method === 'POST') void takeMessage(request, response, taken);
    else answer(response, 200, answers[pathOf(request)] ?? {});
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    host,
    apiBaseUrl: `http://${host}`,
    refusals: failures,
    accepted: (key) => taken.filter((held) => held === key).length,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function takeMessage(
  request: IncomingMessage,
  response: ServerResponse,
  taken: string[],
): Promise<void> {
  const { to, biz_opaque_callback_data: key } = JSON.parse(await readText(request)) as {
    readonly to: string;
    readonly biz_opaque_callback_data: string;
  };
  const failure = failures.find(({ phone }) => phone === to);
  if (failure === undefined || failure.outcome === 'unknown') taken.push(key);
  if (failure === undefined) {
    const contacts = [{ input: to, wa_id: to }];
    const messages = [{ id: `wamid.${taken.length}`, message_status: 'accepted' }];
    answer(response, 200, { messaging_product: 'whatsapp', contacts, messages });
    return;
  }
  const { status, code } = failure;
  const message = `(#${code}) As the Graph API refuses`;
  answer(response, status, { error: { message, type: 'OAuthException', code } });
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** Without the version and the query. */
function pathOf({ url = '' }: IncomingMessage): string {
  return new URL(url, 'http://graph').pathname.split('/').slice(2).join('/');
}
