import { afterEach, describe, expect, it } from '@jest/globals';

import { channelTools } from '../../../../test/support/channel-tools.js';
import {
  type MailSink,
  type SinkFault,
  type SinkOptions,
  startMailSink,
} from '../../../../test/support/mail-sink.js';
import { mailSettings } from '../../../../test/support/outgoing-mail.js';
import { checkOutgoing } from './check-outgoing.js';
import { emailSettings } from './settings.js';

const open: { close(): Promise<unknown> }[] = [];
const password = { kind: 'password', password: 'secret' };

afterEach(async () => {
  await Promise.all(open.splice(0).map((part) => part.close()));
});

describe('the check of outgoing mail', () => {
  it('goes hop by hop as far as a mail would, and sends none', async () => {
    const sink = await opened({ signIn: { user: '311', password: 'secret' } });
    const steps = await check(sink, { user: '311', signIn: password });
    expect(steps.map(({ step, passed }) => [step, passed])).toEqual([
      ['outgoing: connect', true],
      ['outgoing: encryption', true],
      ['outgoing: sign-in', true],
      ['outgoing: sender', true],
      ['outgoing: journal', true],
    ]);
    expect(sink.mails).toEqual([]);
    expect(sink.asked.get('311@fairmill.example')).toBe(1);
  });

  it('names a server whose name is not found', async () => {
    const sink = await opened();
    expect(await failure(sink, { host: 'nowhere.invalid' })).toEqual([
      'outgoing: connect',
      expect.stringContaining('correct outgoing.host'),
    ]);
  });

  it('names a port at which nobody listens', async () => {
    const sink = await startMailSink();
    await sink.close();
    expect(await failure(sink)).toEqual([
      'outgoing: connect',
      expect.stringContaining(`port ${sink.port}: correct outgoing.host and outgoing.port`),
    ]);
  });

  it.each<[SinkFault['step'], string, string, string]>([
    ['connect', '554 5.7.1 Blocked', 'connect', '554 5.7.1 Blocked'],
    ['sender', '550 5.7.1 Not yours', 'sender', 'let the user of outgoing send as this address'],
    ['recipient', '554 5.7.1 Relay access denied', 'sender', 'Relay access denied'],
  ])('stops where %s is refused with “%s”', async (step, reply, hop, detail) => {
    const sink = await opened();
    sink.fail({ step, action: { reply } });
    expect(await failure(sink)).toEqual([`outgoing: ${hop}`, expect.stringContaining(detail)]);
  });

  it('takes greylisting of its own address for no failure', async () => {
    const sink = await opened();
    sink.fail({ step: 'recipient', action: { reply: '450 4.7.1 Greylisted' } });
    expect((await check(sink)).every(({ passed }) => passed)).toBe(true);
  });

  it('says that encryption is configured at a server that has none', async () => {
    const sink = await opened();
    expect(await failure(sink, { security: 'starttls' })).toEqual([
      'outgoing: encryption',
      expect.stringContaining('set outgoing.security to tls'),
    ]);
    expect(await failure(sink, { security: 'tls' })).toEqual([
      'outgoing: encryption',
      expect.stringContaining('try outgoing.security starttls'),
    ]);
  });

  it('says that a certificate is not trusted', async () => {
    const sink = await opened({ secure: true });
    expect(await failure(sink, { security: 'tls' })).toEqual([
      'outgoing: encryption',
      expect.stringContaining('certificate'),
    ]);
  });

  it('says that the password is wrong, without repeating it', async () => {
    const sink = await opened({ signIn: { user: '311', password: 'other' } });
    const [step, detail] = await failure(sink, { user: '311', signIn: password });
    expect(step).toBe('outgoing: sign-in');
    expect(detail).toContain('correct outgoing.user and outgoing.signIn');
    expect(detail).not.toContain('secret');
  });

  it('ends when it is told to', async () => {
    const sink = await opened();
    sink.fail({ step: 'sender', action: { delayMs: 60_000 } });
    const steps = await check(sink, {}, 300);
    expect(steps.at(-1)).toMatchObject({ step: 'outgoing: sender', passed: false });
  });
});

async function opened(options: SinkOptions = {}): Promise<MailSink> {
  const sink = await startMailSink(options);
  open.push(sink);
  return sink;
}

function check(sink: MailSink, outgoing: object = {}, timeoutMs = 5_000) {
  const settings = emailSettings.parse(mailSettings({ port: sink.port, ...outgoing }));
  return checkOutgoing({ settings, tools: channelTools() }, AbortSignal.timeout(timeoutMs));
}

/** The last step, which is the one that failed. */
async function failure(sink: MailSink, outgoing: object = {}): Promise<[string, string]> {
  const steps = await check(sink, outgoing);
  expect(steps.filter(({ passed }) => !passed)).toHaveLength(1);
  const last = steps.at(-1);
  expect(last?.passed).toBe(false);
  return [last?.step ?? '', last?.detail ?? ''];
}
