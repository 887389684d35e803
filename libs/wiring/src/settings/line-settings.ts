import { MINUTE } from '#core/time/instant';

import { dailySpan, duration, durations, durationUpTo, positiveCount, setting } from './setting.js';

/** Limits, leases, deadlines and rhythms of the line: tests run them twenty times faster. */
export const lineSettings = {
  acceptBatchRows: setting(
    { name: 'TOWNLINE_ACCEPT_BATCH_ROWS', sentence: 'Most messages stored with one commit.' },
    positiveCount,
    '128',
  ),
  acceptBatchBytes: setting(
    { name: 'TOWNLINE_ACCEPT_BATCH_BYTES', sentence: 'Most bytes stored with one commit.' },
    positiveCount,
    '1048576',
  ),
  acceptWaitingRows: setting(
    {
      name: 'TOWNLINE_ACCEPT_WAITING_ROWS',
      sentence: 'Messages that may wait to be stored; further ones are told to come again (503).',
    },
    positiveCount,
    '2000',
  ),
  acceptWaitingBytes: setting(
    { name: 'TOWNLINE_ACCEPT_WAITING_BYTES', sentence: 'Bytes that may wait to be stored.' },
    positiveCount,
    '16777216',
  ),
  lookEveryMs: setting(
    {
      name: 'TOWNLINE_LOOK_INTERVAL',
      sentence: 'How often a worker looks for work that no bell told it about.',
    },
    duration,
    '1s',
  ),
  awayLookEveryMs: setting(
    {
      name: 'TOWNLINE_AWAY_LOOK_INTERVAL',
      sentence: 'The same while Redis is known to be away.',
    },
    duration,
    '50ms',
  ),
  registerPauseMs: setting(
    {
      name: 'TOWNLINE_REGISTER_PAUSE',
      sentence: 'Pause after a batch that was not full, so that the next one is fuller.',
    },
    duration,
    '35ms',
  ),
  backOffFromMs: setting(
    {
      name: 'TOWNLINE_BACK_OFF_FROM',
      sentence: 'First wait after the database failed; doubles with every further failure.',
    },
    duration,
    '100ms',
  ),
  backOffUpToMs: setting(
    { name: 'TOWNLINE_BACK_OFF_UP_TO', sentence: 'Longest wait after failures.' },
    duration,
    '5s',
  ),
  accountsEveryMs: setting(
    {
      name: 'TOWNLINE_ACCOUNTS_INTERVAL',
      sentence: 'How often changed channel accounts are looked for.',
    },
    duration,
    '1s',
  ),
  pollEveryMs: setting(
    {
      name: 'TOWNLINE_POLL_INTERVAL',
      sentence: 'How often channels that can be asked for new messages are asked.',
    },
    duration,
    '30s',
  ),
  documentsEveryMs: setting(
    {
      name: 'TOWNLINE_DOCUMENTS_INTERVAL',
      sentence:
        'How often changed calendars and policies are looked for, and clocks that they left behind.',
    },
    duration,
    '2s',
  ),
  sweepEveryMs: setting(
    {
      name: 'TOWNLINE_SWEEP_INTERVAL',
      sentence: 'How often sends are looked after that nobody heard of again.',
    },
    duration,
    '5s',
  ),
  pageEveryMs: setting(
    {
      name: 'TOWNLINE_PAGE_INTERVAL',
      sentence: 'How often emergencies are looked at that wait for somebody; a minute at most.',
    },
    durationUpTo(MINUTE),
    '5s',
  ),
  nextPersonAfterMs: setting(
    {
      name: 'TOWNLINE_PAGE_NEXT_PERSON',
      sentence: 'How long one person on call may take before the next one is told.',
    },
    duration,
    '5m',
  ),
  mediaEveryMs: setting(
    { name: 'TOWNLINE_MEDIA_INTERVAL', sentence: 'How often attachments are fetched.' },
    duration,
    '5s',
  ),
  maintainEveryMs: setting(
    {
      name: 'TOWNLINE_MAINTAIN_INTERVAL',
      sentence: 'How often accounts refresh tokens and are checked.',
    },
    duration,
    '1h',
  ),
  watchEveryMs: setting(
    {
      name: 'TOWNLINE_WATCH_INTERVAL',
      sentence: 'How often a worker looks for promises that are about to be broken, or are.',
    },
    duration,
    '5s',
  ),
  watchPatienceMs: setting(
    {
      name: 'TOWNLINE_WATCH_PATIENCE',
      sentence: 'A watch over promises that was not at work for so long is an alarm of its own.',
    },
    duration,
    '3m',
  ),
  silenceEveryMs: setting(
    {
      name: 'TOWNLINE_SILENCE_INTERVAL',
      sentence: 'How often a worker counts what came and looks for accounts that are silent.',
    },
    duration,
    '1m',
  ),
  silenceSettleMs: setting(
    {
      name: 'TOWNLINE_SILENCE_SETTLE',
      sentence: 'Messages are counted so long after they came; longer than storing one can take.',
    },
    duration,
    '2m',
  ),
  silenceLearnForMs: setting(
    {
      name: 'TOWNLINE_SILENCE_LEARN_FOR',
      sentence: 'How long the arrivals at an account are learned before its silence is judged.',
    },
    duration,
    '14d',
  ),
  silenceOnceInMs: setting(
    {
      name: 'TOWNLINE_SILENCE_ONCE_IN',
      sentence: 'A silence is abnormal that would come by chance once in so long.',
    },
    duration,
    '365d',
  ),
  silenceExpectedAtLeast: setting(
    {
      name: 'TOWNLINE_SILENCE_EXPECTED_AT_LEAST',
      sentence: 'With fewer messages to be expected in it, a silence is never abnormal.',
    },
    positiveCount,
    '7',
  ),
  silenceShortestMs: setting(
    { name: 'TOWNLINE_SILENCE_SHORTEST', sentence: 'A shorter silence is never abnormal.' },
    duration,
    '10m',
  ),
  quietHours: setting(
    {
      name: 'TOWNLINE_QUIET_HOURS',
      sentence:
        "Times of the town's day between which its people are told of emergencies only; equal times mean none.",
    },
    dailySpan,
    '21:00-07:00',
  ),
  drainGraceMs: setting(
    {
      name: 'TOWNLINE_DRAIN_GRACE',
      sentence: 'How long messages under way may take when the town stops.',
    },
    duration,
    '25s',
  ),
  sendTimeoutMs: setting(
    {
      name: 'TOWNLINE_SEND_TIMEOUT',
      sentence: 'After this time without an answer a send counts as not confirmed.',
    },
    duration,
    '20s',
  ),
  leaseMs: setting(
    {
      name: 'TOWNLINE_SEND_LEASE',
      sentence: 'How long a worker holds a message it sends; ten times the send timeout.',
    },
    duration,
    '200s',
  ),
  retryMs: setting(
    {
      name: 'TOWNLINE_SEND_RETRIES',
      sentence: 'Waits before the second, third … attempt after a passing failure.',
    },
    durations,
    '30s,2m,10m,30m,1h',
  ),
  giveUpAfterMs: setting(
    {
      name: 'TOWNLINE_SEND_GIVE_UP',
      sentence: 'A message that could not be sent for so long has failed.',
    },
    duration,
    '5d',
  ),
  unauthorisedPauseMs: setting(
    {
      name: 'TOWNLINE_SEND_UNAUTHORISED_PAUSE',
      sentence: 'How long an account rests when its provider refuses its credentials.',
    },
    duration,
    '5m',
  ),
  settlingMs: setting(
    {
      name: 'TOWNLINE_SETTLING_TIME',
      sentence: "How long a provider's list of sent messages may lag before it is first read.",
    },
    duration,
    '2m',
  ),
  lookAgainMs: setting(
    {
      name: 'TOWNLINE_LOOK_AGAIN',
      sentence: 'Between two reads of that list; two empty ones prove that nothing was sent.',
    },
    duration,
    '1m',
  ),
  acknowledgeMost: setting(
    {
      name: 'TOWNLINE_ACKNOWLEDGE_MOST',
      sentence: 'Most acknowledgements to one sender; further request numbers come in one digest.',
    },
    positiveCount,
    '5',
  ),
  acknowledgeWithinMs: setting(
    {
      name: 'TOWNLINE_ACKNOWLEDGE_WITHIN',
      sentence: 'The time in which so many are sent, and at most one digest.',
    },
    duration,
    '24h',
  ),
  acknowledgePrefixMost: setting(
    {
      name: 'TOWNLINE_ACKNOWLEDGE_PREFIX_MOST',
      sentence: 'Most acknowledgements an hour to the thousand numbers that begin alike.',
    },
    positiveCount,
    '50',
  ),
  digestAfterMs: setting(
    {
      name: 'TOWNLINE_DIGEST_AFTER',
      sentence: 'How long a digest waits for more numbers.',
    },
    duration,
    '1h',
  ),
  digestEveryMs: setting(
    { name: 'TOWNLINE_DIGEST_INTERVAL', sentence: 'How often due digests are looked for.' },
    duration,
    '1m',
  ),
} as const;
