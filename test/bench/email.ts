import { setTimeout as pause } from 'node:timers/promises';

import { simpleParser } from 'mailparser';
import { createTransport } from 'nodemailer';

import { type MailSink, startMailSink } from '../support/mail-sink.js';
import { type PrivateDovecot, startPrivateDovecot } from '../support/private-dovecot.js';
import type { ProductProcess } from '../support/product-process.js';
import type { BenchScale } from './bench-scale.js';
import type { BenchTown } from './bench-town.js';
import { mixedMails } from './mixed-mails.js';
import { openTown } from './open-town.js';
import { memoryMibOf } from './process-usage.js';
import { atLeast, atMost, Figures, type Report } from './report.js';
import { WorkerMeter } from './worker-meter.js';

const ADDRESS = '311@fairmill.example';
const CONNECTIONS = 4;

/** From a mailbox to the acknowledgement, and a full outbox to the mail server. MariaDB only. */
export async function* emailReports(scale: BenchScale): AsyncIterable<Report> {
  if (!scale.targets.includes('mariadb')) return;
  const [town, dovecot, sink] = await Promise.all([
    openTown('mariadb'),
    startPrivateDovecot(),
    startMailSink(),
  ]);
  const bench = { town, dovecot, sink, mails: scale.quick ? 60 : 1_000, figures: new Figures() };
  try {
    await town.town.addAccount(accountAt(dovecot, sink));
    await beginAtNow(town);
    for (let round = 0; round < scale.rounds; round += 1) await oneRound(bench, round);
    const { title } = town.ground;
    yield { workload: 'email', database: title, figures: bench.figures.all(), notes: [] };
  } finally {
    await Promise.all([town.close(), dovecot.stop(), sink.close()]);
  }
}

interface Bench {
  readonly town: BenchTown;
  readonly dovecot: PrivateDovecot;
  readonly sink: MailSink;
  readonly mails: number;
  readonly figures: Figures;
}

async function oneRound(bench: Bench, round: number): Promise<void> {
  const mails = mixedMails(bench.mails, `${round}`);
  for (const mail of mixedMails(bench.mails / 4, 'warm')) await simpleParser(mail);
  const parserRate = await rateOf(mails.length, async () => {
    for (const mail of mails) await simpleParser(mail);
  });
  const worker = await bench.town.town.startWorker();
  await warmUp(bench, round);
  await intake(bench, worker, mails, parserRate);
  await delivery(bench);
  await worker.stop();
}

/** A worker runs for weeks: what its first mails cost, compiling included, is no figure of its own. */
async function warmUp({ town, dovecot, mails }: Bench, round: number): Promise<void> {
  const before = await requestsIn(town);
  const warming = mixedMails(mails / 4, `${round}-warm`);
  dovecot.drop(ADDRESS, warming);
  while ((await requestsIn(town)) < before + warming.length) await pause(50);
  await town.untilSent();
}

function requestsIn({ reader }: BenchTown): Promise<number> {
  return reader.number('SELECT COUNT(*) FROM service_request');
}

/** Everything that lies in the mailbox becomes requests, while their acknowledgements leave. */
async function intake(
  { town, dovecot, figures }: Bench,
  worker: ProductProcess,
  mails: readonly string[],
  parserRate: number,
): Promise<void> {
  const before = await requestsIn(town);
  const arrive = dovecot.stage(ADDRESS, mails);
  const meter = new WorkerMeter(worker.pid, town.ground.databasePids);
  const rate = await rateOf(mails.length, async () => {
    arrive();
    while ((await requestsIn(town)) < before + mails.length) {
      meter.look();
      await pause(50);
    }
  });
  figures.add('the parser alone', 'mails/s', parserRate);
  figures.add('mailbox to requests', 'mails/s', rate);
  figures.add('mailbox to requests ÷ the parser alone', '', rate / parserRate, atLeast(0.5));
  await town.untilSent();
  const cpuMs = meter.usedMs() / mails.length;
  figures.add('CPU of worker, parsers and database', 'ms/mail', cpuMs, atMost(10));
  const missed = before + mails.length - (await requestsIn(town));
  figures.add('mails that became no request', '', missed, atMost(0));
  figures.add('memory of the worker (PSS)', 'MiB', memoryMibOf(worker.pid));
}

/** The acknowledgements once more, with nothing else going on. */
async function delivery({ town, sink, mails, figures }: Bench): Promise<void> {
  const pooledRate = await rateOf(mails, () => sendPooled(sink, mails));
  await town.reader.rows(
    'UPDATE outbox_entry SET state = 0, dueAt = createdAt WHERE state = 2 ' +
      `ORDER BY createdAt DESC LIMIT ${mails}`,
  );
  const waiting = () => town.reader.number('SELECT COUNT(*) FROM outbox_entry WHERE state = 0');
  while ((await waiting()) === mails) await pause(5);
  const first = await waiting();
  const rate = await rateOf(first, () => town.untilSent());
  figures.add('nodemailer’s pool to the same server', 'mails/s', pooledRate);
  figures.add('outbox to the server', 'mails/s', rate);
  figures.add('outbox ÷ nodemailer’s pool', '', rate / pooledRate, atLeast(0.6));
}

async function sendPooled({ host, port }: MailSink, count: number): Promise<void> {
  const transport = createTransport({
    ...{ host, port, pool: true, maxConnections: CONNECTIONS, maxMessages: Infinity },
    ignoreTLS: true,
  });
  const text = 'We received your report and a person will answer by Monday, 7:00 PM.';
  const send = (_: unknown, index: number) =>
    transport.sendMail({
      ...{ from: ADDRESS, to: `citizen-${index}@example.org`, subject: 'Re: A report', text },
      html: `<p>${text}</p>`,
    });
  await Promise.all(Array.from({ length: count }, send));
  transport.close();
}

/** A second. */
async function rateOf(count: number, work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (count * 1_000) / (performance.now() - startedAt);
}

function accountAt(dovecot: PrivateDovecot, sink: MailSink) {
  return {
    ...{ code: 'town-mail', channel: 'email', title: 'Town mail' },
    settings: {
      ...{ address: ADDRESS, displayName: 'Fairmill 311', senderChecks: 'none' },
      incoming: {
        ...{ host: '127.0.0.1', port: dovecot.imapPort, security: 'none', user: ADDRESS },
        signIn: { kind: 'password', password: dovecot.password },
      },
      outgoing: { host: sink.host, port: sink.port, security: 'none', connections: CONNECTIONS },
    },
  };
}

async function beginAtNow({ town, reader }: BenchTown): Promise<void> {
  const worker = await town.startWorker();
  while ((await reader.number('SELECT COUNT(*) FROM poll_cursor')) === 0) await pause(50);
  await worker.stop();
}
