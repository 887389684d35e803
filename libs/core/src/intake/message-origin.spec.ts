import { describe, expect, it } from '@jest/globals';

import { classifyOrigin, type MessageOrigin, type OriginFacts } from './message-origin.js';

const nothing: OriginFacts = {
  fromOurselves: false,
  carriesOurMark: false,
  failuresReported: 0,
  deliveriesReported: 0,
  reportsComplaint: false,
  declaresAutomatic: false,
  answersAutomatically: false,
  refusesAutomaticAnswers: false,
  nullReturnPath: false,
  fromDaemon: false,
  subjectLooksAutomatic: false,
  textLooksAutomatic: false,
  bulk: false,
  mailingList: false,
};

function originOf(facts: Partial<OriginFacts>): MessageOrigin {
  return classifyOrigin({ ...nothing, ...facts });
}

describe('The origin of a message', () => {
  it('is a person when nothing speaks against one', () => {
    expect(originOf({})).toBe('person');
  });

  it.each<Partial<OriginFacts>>([
    { declaresAutomatic: true },
    { answersAutomatically: true },
    { refusesAutomaticAnswers: true },
    { nullReturnPath: true },
    { fromDaemon: true },
  ])('is a program for each single sign of one: %o', (facts) => {
    expect(originOf(facts)).toBe('auto-reply');
  });

  it('stays a person who writes like a responder, in the subject or in the text alone', () => {
    expect(originOf({ subjectLooksAutomatic: true })).toBe('person');
    expect(originOf({ textLooksAutomatic: true })).toBe('person');
  });

  it('is a responder when subject and text both sound like one', () => {
    expect(originOf({ subjectLooksAutomatic: true, textLooksAutomatic: true })).toBe('auto-reply');
  });

  it('is a responder also when its answer came through a list or in bulk', () => {
    expect(originOf({ answersAutomatically: true, mailingList: true })).toBe('auto-reply');
    expect(originOf({ subjectLooksAutomatic: true, bulk: true })).toBe('auto-reply');
  });

  it('is a list for what lists and mass mailings send, declared automatic or not', () => {
    expect(originOf({ mailingList: true })).toBe('list');
    expect(originOf({ bulk: true, declaresAutomatic: true })).toBe('list');
  });

  it('is a bounce as soon as one of several reports tells of a failure', () => {
    const facts = { deliveriesReported: 2, declaresAutomatic: true, nullReturnPath: true };
    expect(originOf({ ...facts, failuresReported: 1 })).toBe('bounce');
    expect(originOf(facts)).toBe('delivery-report');
  });

  it('is a complaint although complaints are reports too', () => {
    expect(originOf({ reportsComplaint: true, failuresReported: 1 })).toBe('complaint');
  });

  it('is the mail system of the town where that reports a failure in our own name', () => {
    expect(originOf({ fromOurselves: true, failuresReported: 1 })).toBe('bounce');
  });

  it('is ourselves for what we sent, also when it quotes a failure', () => {
    expect(originOf({ fromOurselves: true })).toBe('own');
    expect(originOf({ fromOurselves: true, carriesOurMark: true, failuresReported: 1 })).toBe(
      'own',
    );
    expect(originOf({ carriesOurMark: true, mailingList: true })).toBe('own');
    expect(originOf({ carriesOurMark: true, declaresAutomatic: true })).toBe('own');
  });

  it('is a person who copied our mark: nobody is silenced by it', () => {
    expect(originOf({ carriesOurMark: true })).toBe('person');
  });
});
