import type { ChannelHealth } from '#core/channel/adapter';
import { parseJson } from '#core/text/parse-json';

import { callGraph } from './graph-call.js';
import { errorAt, wordsOfError } from './graph-error.js';
import { listAt, textAt } from './json-fields.js';
import type { TemplateSettings, WhatsAppSettings } from './settings.js';

type Step = ChannelHealth['steps'][number];

/** The token and the number, the subscription without which nothing comes in, and the template. */
export async function check(
  settings: WhatsAppSettings,
  signal: AbortSignal,
): Promise<ChannelHealth> {
  const { template } = settings;
  const steps = [
    await checkNumber(settings, signal),
    await checkSubscription(settings, signal),
    ...(template === undefined ? [] : await checkTemplate(settings, template, signal)),
  ];
  return { healthy: steps.every(({ passed }) => passed), steps };
}

/** Whether the app is told of what comes in; null when that cannot be asked. */
export async function isSubscribed(
  settings: WhatsAppSettings,
  signal: AbortSignal,
): Promise<boolean | null> {
  const asked = await ask(settings, subscriptionPath(settings), signal);
  return asked.kind === 'known' ? listAt(asked.value, 'data').length > 0 : null;
}

export function subscriptionPath({ businessAccountId }: WhatsAppSettings): string {
  return `${businessAccountId}/subscribed_apps`;
}

async function checkNumber(settings: WhatsAppSettings, signal: AbortSignal): Promise<Step> {
  const fields = 'display_phone_number,verified_name,quality_rating';
  const asked = await ask(settings, `${settings.phoneNumberId}?fields=${fields}`, signal);
  const step = 'number and token';
  if (asked.kind === 'unknown') {
    return { step, passed: false, detail: `${asked.reason}. ${NUMBER_REMEDY}` };
  }
  const number = textAt(asked.value, 'display_phone_number') ?? 'without a number';
  const quality = textAt(asked.value, 'quality_rating') ?? 'unknown';
  return { step, passed: true, detail: `${number}, quality ${quality}` };
}

const NUMBER_REMEDY =
  'Check phoneNumberId, and make a new token of a system user with whatsapp_business_messaging and whatsapp_business_management.';

async function checkSubscription(settings: WhatsAppSettings, signal: AbortSignal): Promise<Step> {
  const step = 'subscription';
  const asked = await ask(settings, subscriptionPath(settings), signal);
  if (asked.kind === 'unknown') return { step, passed: false, detail: `${asked.reason}.` };
  const passed = listAt(asked.value, 'data').length > 0;
  return { step, passed, detail: passed ? 'the app is subscribed' : SUBSCRIPTION_REMEDY };
}

const SUBSCRIPTION_REMEDY =
  'No app is subscribed to the business account, so nothing comes in. It is subscribed again within the hour; check businessAccountId when it is not.';

async function checkTemplate(
  settings: WhatsAppSettings,
  { name, languages }: TemplateSettings,
  signal: AbortSignal,
): Promise<readonly Step[]> {
  const path = `${settings.businessAccountId}/message_templates?name=${name}&limit=100`;
  const asked = await ask(settings, path, signal);
  if (asked.kind === 'unknown') {
    return [{ step: `template ${name}`, passed: false, detail: `${asked.reason}.` }];
  }
  const known = listAt(asked.value, 'data').filter((one) => textAt(one, 'name') === name);
  const wanted = [languages.en, languages.es].filter((code) => code !== undefined);
  return wanted.map((code) =>
    translationStep(
      `template ${name} in ${code}`,
      known.find((one) => textAt(one, 'language') === code),
    ),
  );
}

function translationStep(step: string, template: unknown): Step {
  const status = textAt(template, 'status');
  if (status === null) return { step, passed: false, detail: `There is none. ${TEMPLATE_REMEDY}` };
  if (status !== 'APPROVED') {
    return { step, passed: false, detail: `It is ${status}. ${TEMPLATE_REMEDY}` };
  }
  const body = listAt(template, 'components').find((one) => textAt(one, 'type') === 'BODY');
  const parameters = (textAt(body, 'text') ?? '').match(/\{\{\w+\}\}/g) ?? [];
  const passed = new Set(parameters).size === 1;
  const count = `It has ${parameters.length} parameters; its text must have one.`;
  return { step, passed, detail: passed ? 'approved' : `${count} ${TEMPLATE_REMEDY}` };
}

const TEMPLATE_REMEDY =
  'Have a utility template with one parameter approved, or leave `template` out: until then answers after 24 hours go by another way.';

type Asked =
  | { readonly kind: 'known'; readonly value: unknown }
  | { readonly kind: 'unknown'; readonly reason: string };

async function ask(settings: WhatsAppSettings, path: string, signal: AbortSignal): Promise<Asked> {
  const answer = await callGraph(settings, { path }, signal);
  if (answer.kind === 'broken')
    return { kind: 'unknown', reason: `Not reached (${answer.reason})` };
  const json = parseJson(answer.body);
  const value = json.kind === 'json' ? json.value : null;
  if (answer.status === 200 && json.kind === 'json') return { kind: 'known', value };
  const error = errorAt(value, 'error');
  const reason = error === null ? `Answered ${answer.status}` : `Refused: ${wordsOfError(error)}`;
  return { kind: 'unknown', reason };
}
