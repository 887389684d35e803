/**
 * Who or what wrote a message. Only `person` opens a request, is acknowledged and expects an answer;
 * everything else is kept, and what it tells about our own messages is used.
 */
export type MessageOrigin =
  'person' | 'auto-reply' | 'bounce' | 'delivery-report' | 'complaint' | 'list' | 'own';

/**
 * What a channel saw on a message that speaks for or against a person as its writer. Facts, no
 * verdict: the verdict is `classifyOrigin`, the same for every channel.
 */
export interface OriginFacts {
  /** It comes from one of our own addresses. */
  readonly fromOurselves: boolean;
  /** It carries a mark that only our own messages bear. */
  readonly carriesOurMark: boolean;
  /** Messages of ours that it reports as not delivered, or not yet. */
  readonly failuresReported: number;
  /** Messages of ours that it reports as delivered. */
  readonly deliveriesReported: number;
  /** It passes on that somebody called a message of ours abuse. */
  readonly reportsComplaint: boolean;
  /** It says of itself that no person wrote it (RFC 3834 §5, `Auto-Submitted`). */
  readonly declaresAutomatic: boolean;
  /** It bears a sign that only responders set, of which there are many besides RFC 3834. */
  readonly answersAutomatically: boolean;
  /** It asks that no program answers it. */
  readonly refusesAutomaticAnswers: boolean;
  /** Nobody takes answers to it (RFC 5321 §4.5.5). */
  readonly nullReturnPath: boolean;
  /** Its sender is the name under which transport programs write. */
  readonly fromDaemon: boolean;
  /** Its subject is one that responders write. People write such subjects too. */
  readonly subjectLooksAutomatic: boolean;
  /** Its text says that a program wrote it. People quote such texts. */
  readonly textLooksAutomatic: boolean;
  /** It was sent to many at once. */
  readonly bulk: boolean;
  /** It came through a mailing list. */
  readonly mailingList: boolean;
}

/**
 * One word for the writer of a message. What a message reports goes before how it was sent, since a
 * report is automatic too; our own messages go before other people's automatic ones, so that an echo
 * is never taken for an answer. A message that looks automatic by its words alone is a person's until
 * a second sign agrees: "out of office" is something that people write about.
 */
export function classifyOrigin(facts: OriginFacts): MessageOrigin {
  if (isEcho(facts)) return 'own';
  if (facts.reportsComplaint) return 'complaint';
  if (facts.failuresReported > 0) return 'bounce';
  if (facts.deliveriesReported > 0) return 'delivery-report';
  if (facts.fromOurselves) return 'own';
  if (isAnswerOfProgram(facts)) return 'auto-reply';
  if (facts.mailingList || facts.bulk) return 'list';
  return isAutomatic(facts) ? 'auto-reply' : 'person';
}

/** A mark alone is copied by anybody: who writes with it in a name not ours is still heard. */
function isEcho(facts: OriginFacts): boolean {
  return (
    facts.carriesOurMark && (facts.fromOurselves || facts.mailingList || facts.declaresAutomatic)
  );
}

/** Whoever answers through a list or in bulk is still a responder, not the list. */
function isAnswerOfProgram(facts: OriginFacts): boolean {
  return (
    facts.answersAutomatically ||
    (facts.subjectLooksAutomatic && (isAutomatic(facts) || facts.textLooksAutomatic || facts.bulk))
  );
}

function isAutomatic(facts: OriginFacts): boolean {
  return (
    facts.declaresAutomatic ||
    facts.refusesAutomaticAnswers ||
    facts.nullReturnPath ||
    facts.fromDaemon
  );
}
