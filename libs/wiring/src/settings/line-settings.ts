import { duration, durations, positiveCount, setting } from './setting.js';

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
  sweepEveryMs: setting(
    {
      name: 'TOWNLINE_SWEEP_INTERVAL',
      sentence: 'How often sends are looked after that nobody heard of again.',
    },
    duration,
    '5s',
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
