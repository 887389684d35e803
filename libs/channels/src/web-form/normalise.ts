import type { CountryCode } from 'libphonenumber-js';

import type { StoredEnvelope } from '#core/channel/envelope';
import type { NormalisedMessage, SenderAddress } from '#core/channel/normalised';

import { canonicalPhone } from '../canonical-phone.js';
import { wordsWithPlace } from '../words-with-place.js';
import { mediaTypeOf, parseReport } from './report-body.js';
import type { Report } from './report-fields.js';

export function normalise(envelope: StoredEnvelope, phoneCountry: CountryCode): NormalisedMessage {
  const mediaType = mediaTypeOf(envelope.contentType) ?? 'application/json';
  const parsed = parseReport(mediaType, envelope.raw);
  const report = parsed.ok ? parsed.value : unreadableReport;
  const address = envelope.identityKey.toString('hex');
  const { name, subject, language, serviceCode, thread } = report;
  return {
    kind: 'message',
    sender: {
      kind: 'web',
      address,
      ...(name !== undefined && { displayName: name }),
      authentic: true,
      claims: claimsOf(report, phoneCountry),
    },
    text: wordsWithPlace(report.text, report.place, report.language),
    ...(subject !== undefined && { subject }),
    occurredAt: null,
    channelRef: address,
    externalId: null,
    evidence: { signedReferences: thread === undefined ? [] : [thread], repliesTo: [] },
    attachments: [],
    automatic: !parsed.ok,
    ...(language !== undefined && { language }),
    ...(serviceCode !== undefined && { serviceCode }),
  };
}

/** Bytes that `receive` let in and that a later version cannot read: shown, so that somebody looks. */
const unreadableReport: Report = { text: '[A report that cannot be shown. Its bytes are kept.]' };

function claimsOf(
  { email, phone }: Report,
  country: CountryCode,
): SenderAddress['claims'] & object {
  return [
    ...(email === undefined ? [] : [{ kind: 'email', address: email.toLowerCase() }]),
    ...(phone === undefined ? [] : [{ kind: 'phone', address: numberOf(phone, country) }]),
  ];
}

/** What can be no number stays to be read by people. */
function numberOf(phone: string, country: CountryCode): string {
  return canonicalPhone(phone, country) ?? phone.replaceAll(/\D/g, '');
}
