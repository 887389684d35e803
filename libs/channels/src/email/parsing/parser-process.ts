import { answerJob } from './answer-job.js';
import { type ParserJob, type ParserReply, READY } from './parser-job.js';

/**
 * The program of a parser process: it holds no secret, no connection and no database, so that a mail
 * that breaks its parser breaks nothing else.
 */
process.on('message', (job: ParserJob) => void reply(job));
process.send?.(READY);
process.on('disconnect', () => process.exit(0));
// Ctrl-C and service managers reach the whole group; the town ends its parsers after its last mail.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => undefined);

async function reply(job: ParserJob): Promise<void> {
  const answer = await answerJob(job);
  const reply: ParserReply = { answer, residentBytes: process.memoryUsage.rss() };
  process.send?.(reply);
}
