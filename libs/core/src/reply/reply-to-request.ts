import { invalidInput, type Problem } from '../error/problem.js';
import { refused, type Result, succeeded } from '../error/result.js';
import type { MessageId } from '../identity/ids.js';
import { chooseWay, type ChosenWay, optedOut } from '../ladder/choose-way.js';
import type { LockedRequest, RequestTransaction } from '../request/request-store.js';
import { wellFormedText } from '../text/well-formed.js';
import {
  fileQuestion,
  fileRows,
  type NamedFile,
  namedFiles,
  type OutgoingFile,
  refuseFiles,
} from './outgoing-files.js';
import { putIntoOutbox, refuseWords, type TakenWords } from './outgoing-words.js';
import {
  actOnRequest,
  noSuchRequest,
  type StaffAction,
  type StaffActionPorts,
} from './staff-action.js';

export interface Reply {
  readonly text: string;
  /** The newest message the writer had read; a newer one of the citizen stops the reply. */
  readonly seenUpTo: MessageId | null;
  readonly holdSeconds: number;
  /** The citizen is to answer: from when it has arrived, the request waits for them. */
  readonly asksCitizen?: boolean | undefined;
  readonly attachments?: readonly OutgoingFile[];
}

export const MAX_HOLD_SECONDS = 3_600;

/** Takes a person's answer: message and outbox entry in one transaction; sending follows. */
export async function replyToRequest(
  ports: StaffActionPorts,
  action: StaffAction,
  reply: Reply,
): Promise<Result<TakenWords>> {
  const text = wellFormedText(reply.text).trim();
  if (text === '') return refused(textMissing);
  const files = namedFiles(reply.attachments ?? []);
  const { seenUpTo, holdSeconds, asksCitizen = false } = reply;
  const asked = { text: reply.text, seenUpTo, holdSeconds, ...(asksCitizen && { asksCitizen }) };
  const question = { do: 'reply', ...asked, ...fileQuestion(files) };
  const unfit = await keepFiles(ports, action, reply, files);
  const result = await actOnRequest<TakenWords>(
    ports,
    action,
    question,
    async (transaction, request) => {
      const place = { ports, transaction, request };
      const look = unfit === null ? await lookAt(place, reply) : { problem: unfit };
      if ('problem' in look) return refused(look.problem);
      return succeeded(await take(place, action, { ...reply, text, files, way: look.way }));
    },
  );
  if (result.ok) ports.ring();
  return result;
}

interface Place {
  readonly ports: StaffActionPorts;
  readonly transaction: RequestTransaction;
  readonly request: LockedRequest;
}

async function take(
  { ports, transaction, request }: Place,
  { staffId }: StaffAction,
  {
    text,
    holdSeconds,
    asksCitizen = false,
    files,
    way,
  }: Reply & { readonly files: readonly NamedFile[]; readonly way: ChosenWay },
): Promise<TakenWords> {
  const words = { text, holdSeconds, staffId, asksCitizen, way };
  const taken = await putIntoOutbox(ports, transaction, request, words);
  const { messageId, entryId } = taken;
  await transaction.insertOutgoingFiles(fileRows(ports, request, messageId, files));
  await transaction.insertAudit({
    at: ports.clock.now(),
    staffId,
    action: 'request.replied',
    subject: `request:${request.id}`,
    detail: { message: messageId, outbox: entryId, ...(asksCitizen && { asksCitizen }) },
  });
  return taken;
}

/**
 * The bytes are on disk before a row names them, and only those of an answer that can leave: asked
 * once before and once more with the row locked. @returns why it cannot.
 */
async function keepFiles(
  ports: StaffActionPorts,
  { number }: StaffAction,
  reply: Reply,
  files: readonly NamedFile[],
): Promise<Problem | null> {
  if (files.length === 0) return null;
  const look = await ports.requests.change(number, (transaction, request) =>
    lookAt({ ports, transaction, request }, reply),
  );
  if (look === null) return noSuchRequest(number);
  if ('problem' in look) return look.problem;
  for (const { bytes } of files) await ports.files.put(bytes);
  return null;
}

/** How the answer can go, or why it cannot. A way past the citizen's channel has fitting limits. */
async function lookAt(
  place: Place,
  { text: written, seenUpTo, attachments = [] }: Reply,
): Promise<{ readonly way: ChosenWay } | { readonly problem: Problem }> {
  const { ports, request } = place;
  const text = wellFormedText(written).trim();
  const way = await chooseWay(place, { text, hasFiles: attachments.length > 0 });
  const unfit =
    way.kind === 'origin' ? refuseWords(ports, request, text, 'text') : refuseNoWay(way);
  const problem =
    unfit ?? refuseFiles(ports, request, attachments, way) ?? refuseUnseen(request, seenUpTo);
  return problem === null ? { way } : { problem };
}

function refuseNoWay({ kind }: ChosenWay): Problem | null {
  return kind === 'none' ? optedOut : null;
}

function refuseUnseen(request: LockedRequest, seenUpTo: MessageId | null): Problem | null {
  const newest = request.lastInboundMessageId;
  // Ids are ordered by time; the newest message read may be one of ours or a note.
  if (seenUpTo === null || newest === null || seenUpTo >= newest) return null;
  return {
    code: 'unseen-messages',
    title: 'The citizen has written again',
    detail: `Read the messages after the one you named, then send with seenUpTo ${newest}.`,
  };
}

const textMissing = invalidInput([{ field: 'text', message: 'is empty; write the answer' }]);
