import { describe, expect, it } from '@jest/globals';

import { DAY, type Instant, instantFromIso } from '../time/instant.js';
import { clockStart } from './clock-start.js';

const receivedAt = instantFromIso('2026-11-16T15:00:00Z');
const before = (milliseconds: number) => (receivedAt - milliseconds) as Instant;

describe('the promise begins', () => {
  it.each([
    ['at receipt when the provider tells no time', null, receivedAt, false],
    ['when it was written, an hour ago', before(3_600_000), before(3_600_000), false],
    ['when it was written, exactly a day ago', before(DAY), before(DAY), false],
    ['at receipt, flagged, when it is older than a day', before(DAY + 1), receivedAt, true],
    ['at receipt when its clock runs ahead', before(-60_000), receivedAt, false],
  ])('%s', (_when, occurredAt, startedAt, arrivedLate) => {
    expect(clockStart(occurredAt, receivedAt)).toEqual({ startedAt, arrivedLate });
  });
});
