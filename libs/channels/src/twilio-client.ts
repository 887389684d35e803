import twilio from 'twilio';
import Answer from 'twilio/lib/http/response.js';

import { errorCodeOf } from '#core/error/error-code';

import { readWithin } from './read-within.js';
import type { TwilioAccount } from './twilio-settings.js';

export type TwilioClient = twilio.Twilio;

/** How one question to the API ended. */
export type TwilioAnswer<Value> =
  | { readonly kind: 'answered'; readonly value: Value }
  | TwilioRefusal
  /** `reached` is false when no byte of the request can have arrived. */
  | { readonly kind: 'broken'; readonly reached: boolean; readonly reason: string };

export interface TwilioRefusal {
  readonly kind: 'refused';
  readonly status: number;
  /** The provider's own code, such as 21610; null when it gave none. */
  readonly code: number | null;
  readonly retryAfter: string | null;
}

/** Far above a page of a list; more is not read. */
const MAX_ANSWER_BYTES = 16 * 1024 * 1024;

/**
 * Asks the API through the provider's own library, once and never again by itself. The account says
 * where the API is; the signal cuts the call off, whatever it waits for.
 */
export async function askTwilio<Value>(
  account: Pick<TwilioAccount, 'accountSid' | 'authTokens' | 'apiBaseUrl'>,
  signal: AbortSignal,
  ask: (client: TwilioClient) => Promise<Value>,
): Promise<TwilioAnswer<Value>> {
  if (signal.aborted) return { kind: 'broken', reached: false, reason: 'cut off before the call' };
  const { accountSid, authTokens, apiBaseUrl } = account;
  const httpClient = new OneCall(apiBaseUrl, signal);
  try {
    const value = await ask(twilio(accountSid, authTokens[0] ?? '', { httpClient }));
    return { kind: 'answered', value };
  } catch (error) {
    const { refusal } = httpClient;
    if (refusal !== null) return refusal;
    const reason = reasonOf(error);
    return { kind: 'broken', reached: !NEVER_REACHED.has(reason), reason };
  }
}

/** Where a connection ends that was never made. */
const NEVER_REACHED: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** Codes and names only: messages may carry addresses of people. */
function reasonOf(error: unknown): string {
  const { name = 'error', cause = error } = Object(error) as Partial<Error>;
  const code = errorCodeOf(cause);
  return code === 'error' ? name : code;
}

/**
 * The library's way to the network, with its origin exchanged. Its own client follows proxies from
 * the environment, keeps no limit on answers and cannot be cut off.
 */
class OneCall extends twilio.RequestClient {
  /** What the provider said no with, headers included, which the library forgets. */
  refusal: TwilioRefusal | null = null;

  constructor(
    private readonly apiBaseUrl: string,
    private readonly signal: AbortSignal,
  ) {
    super();
  }

  override async request<Data>(options: CallOptions<Data>): ReturnedAnswer<Data> {
    const { username = '', password = '', headers = {}, data, params, method, uri } = options;
    const credentials = Buffer.from(`${username}:${password}`).toString('base64');
    this.refusal = null;
    const response = await fetch(this.addressOf(uri, params), {
      method: method.toUpperCase(),
      headers: { ...(headers as Record<string, string>), authorization: `Basic ${credentials}` },
      ...(data !== undefined && { body: formOf(Object(data) as object) }),
      redirect: 'manual',
      signal: this.signal,
    });
    const bytes = await readWithin(response, MAX_ANSWER_BYTES);
    if (bytes === null) throw new RangeError('the answer is too long');
    const text = bytes.toString('utf8');
    if (!response.ok) this.refusal = refusalOf(response, text);
    // The library reads text itself and takes a parsed body as it is; its type knows only the latter.
    return new Answer.default(response.status, text as Data, {});
  }

  private addressOf(uri: string, params: object | undefined): URL {
    const { pathname, search } = new URL(uri);
    const address = new URL(this.apiBaseUrl.replace(/\/+$/, '') + pathname + search);
    for (const [name, value] of formOf(params ?? {})) address.searchParams.append(name, value);
    return address;
  }
}

type CallOptions<Data> = Parameters<typeof twilio.RequestClient.prototype.request<Data>>[0];
type ReturnedAnswer<Data> = ReturnType<typeof twilio.RequestClient.prototype.request<Data>>;

/** A list is the same name several times. */
function formOf(data: object): URLSearchParams {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(data) as [string, unknown][]) {
    for (const one of Array.isArray(value) ? (value as unknown[]) : [value]) {
      if (one === undefined || one === null) continue;
      form.append(name, typeof one === 'string' ? one : JSON.stringify(one));
    }
  }
  return form;
}

function refusalOf({ status, headers }: Response, body: string): TwilioRefusal {
  return { kind: 'refused', status, code: codeIn(body), retryAfter: headers.get('retry-after') };
}

function codeIn(body: string): number | null {
  try {
    const { code } = Object(JSON.parse(body)) as { readonly code?: unknown };
    return Number.isSafeInteger(Number(code)) ? Number(code) : null;
  } catch {
    return null;
  }
}
