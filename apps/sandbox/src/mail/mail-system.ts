import { setTimeout as pause } from 'node:timers/promises';

import type { LedgerLine, NewLine } from '../ledger.js';
import type { ProviderTools } from '../provider.js';
import { recentLines } from '../recent-lines.js';
import { bounceOf, outOfOfficeOf, type TakenMail } from './automatic-mail.js';
import { composeMail, type NewMail } from './compose.js';
import type { MailAccount } from './mail-account.js';
import { Mailbox, type Way, type Writer } from './mailbox.js';
import { readMail } from './read-mail.js';
import type { Aftermath, SmtpEnvelope } from './smtp-door.js';
import { TownPost } from './town-post.js';

const AFTERMATH_WAIT_MS = 1_000;
/** How long a page waits for the town before it shows the mail as on its way. */
const PAGE_WAIT_MS = 3_000;
const MOST_UNFINISHED = 200;

/** Takes the town's mail, sends the citizens', and answers by itself where a fault asks for it. */
export class MailSystem {
  readonly mailbox = new Mailbox();
  private readonly post: TownPost;
  private readonly closing = new AbortController();

  constructor(
    private readonly provider: string,
    readonly account: MailAccount,
    private readonly tools: Pick<ProviderTools, 'ledger' | 'door' | 'faults'>,
  ) {
    this.post = new TownPost(provider, account, tools, this.mailbox);
  }

  /** Fills the mailbox from the ledger. @returns what the town had not answered yet. */
  async remember(): Promise<readonly LedgerLine[]> {
    const { lines: mails, answers } = await recentLines(this.tools.ledger, this.provider);
    for (const line of mails) {
      await this.keep(line, line.kind === 'accepted' ? 'town' : writerOf(line));
      const answer = answers.get(line.id);
      if (answer !== undefined) this.mailbox.settle(line.id, wayOf(answer));
    }
    const unfinished = mails.filter(({ kind, id }) => kind === 'minted' && !answers.has(id));
    return unfinished.slice(-MOST_UNFINISHED);
  }

  /** What came over SMTP; once this resolves, the town may be told that it was taken. */
  async take(raw: Buffer, envelope: SmtpEnvelope, aftermath: Aftermath): Promise<void> {
    const { returnPath, recipients } = envelope;
    const facts = { from: returnPath, to: recipients.join(', ') };
    const line = await this.append({ kind: 'accepted', facts, raw });
    const mail = await this.keep(line, 'town');
    const [recipient] = recipients;
    if (aftermath === null || recipient === undefined) return;
    void this.answerLater({ returnPath, recipient, raw, mail }, aftermath, line.id);
  }

  /** A citizen sends. Resolves when the town answered, or soon if it does not. */
  async write(mail: NewMail): Promise<LedgerLine> {
    const { raw } = await composeMail(mail, new Date());
    return this.send(raw, 'citizen', null);
  }

  carry(line: LedgerLine): void {
    void this.post.carry(line).catch(() => undefined);
  }

  close(): void {
    this.closing.abort();
    this.post.close();
  }

  private async answerLater(
    taken: TakenMail,
    aftermath: NonNullable<Aftermath>,
    about: string,
  ): Promise<void> {
    const { signal } = this.closing;
    const ended = await pause(AFTERMATH_WAIT_MS, false, { signal }).catch(() => true);
    if (ended) return;
    const { replyTo, from } = taken.mail;
    const address = replyTo?.address ?? from?.address ?? this.account.settings.address;
    const to = taken.returnPath === '' ? address : taken.returnPath;
    const make = aftermath === 'bounce' ? bounceOf : outOfOfficeOf;
    await this.send(await make(taken, to, new Date()), 'machine', about);
  }

  private async send(raw: Buffer, writer: Writer, about: string | null): Promise<LedgerLine> {
    const facts = { writer };
    const line = await this.append({
      ...{ kind: 'minted', facts, raw },
      ...(about !== null && { about }),
    });
    await this.keep(line, writer);
    const { signal } = this.closing;
    const carried = this.post.carry(line).catch(() => undefined);
    await Promise.race([
      carried,
      pause(PAGE_WAIT_MS, undefined, { signal }).catch(() => undefined),
    ]);
    return line;
  }

  private async keep(line: LedgerLine, writer: Writer) {
    const mail = await readMail(Buffer.from(line.raw ?? '', 'base64'));
    const { id, at, about } = line;
    this.mailbox.add({ id, at, about, writer }, mail);
    return mail;
  }

  private append(line: Omit<NewLine, 'provider'>): Promise<LedgerLine> {
    return this.tools.ledger.append({ provider: this.provider, ...line });
  }
}

function writerOf({ facts }: LedgerLine): Writer {
  return facts['writer'] === 'machine' ? 'machine' : 'citizen';
}

function wayOf({ facts }: LedgerLine): Way {
  if (facts['answer'] === 'arrived') return { kind: 'arrived' };
  return { kind: 'refused', reason: String(facts['reason'] ?? '') };
}
