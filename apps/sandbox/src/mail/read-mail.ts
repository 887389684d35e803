import { type AddressObject, type ParsedMail, simpleParser } from 'mailparser';

/** A mail as the citizen's page shows it: text only. */
export interface ReadMail {
  readonly from: MailName | null;
  readonly to: readonly MailName[];
  readonly replyTo: MailName | null;
  readonly subject: string;
  readonly text: string;
  readonly messageId: string | null;
  readonly inReplyTo: string | null;
  readonly references: readonly string[];
  readonly attachments: readonly { readonly filename: string; readonly size: number }[];
  /** It says of itself that a program wrote it (RFC 3834 §5). */
  readonly automatic: boolean;
}

export interface MailName {
  readonly name: string;
  readonly address: string;
}

const MAX_TEXT_CHARACTERS = 50_000;
const MAX_HTML_CHARACTERS = 1_000_000;
const MAX_REFERENCES = 100;

/** Never rejects: what cannot be read is shown as such. */
export async function readMail(raw: Buffer): Promise<ReadMail> {
  try {
    return asShown(
      await simpleParser(raw, {
        ...{ skipImageLinks: true, skipTextLinks: true, skipTextToHtml: true },
        maxHtmlLengthToParse: MAX_HTML_CHARACTERS,
      }),
    );
  } catch {
    return unreadable;
  }
}

function asShown(parsed: ParsedMail): ReadMail {
  const submitted = parsed.headers.get('auto-submitted');
  return {
    from: names(parsed.from)[0] ?? null,
    to: names(parsed.to),
    replyTo: names(parsed.replyTo)[0] ?? null,
    subject: parsed.subject ?? '',
    text: (parsed.text ?? '').slice(0, MAX_TEXT_CHARACTERS),
    messageId: parsed.messageId ?? null,
    inReplyTo: parsed.inReplyTo ?? null,
    references: [parsed.references ?? []].flat().slice(-MAX_REFERENCES),
    attachments: parsed.attachments.map(({ filename, size }) => ({
      filename: filename ?? 'attachment',
      size,
    })),
    automatic: typeof submitted === 'string' && !/^\s*no\b/i.test(submitted),
  };
}

function names(header: AddressObject | AddressObject[] | undefined): MailName[] {
  return [header ?? []]
    .flat()
    .flatMap(({ value }) => value)
    .flatMap(({ name, address }) => (address === undefined ? [] : [{ name, address }]));
}

const unreadable: ReadMail = {
  ...{ from: null, to: [], replyTo: null, subject: '', messageId: null, inReplyTo: null },
  text: 'This mail cannot be read.',
  ...{ references: [], attachments: [], automatic: false },
};
