import { createHash } from 'node:crypto';

import { invalidInput, type Problem } from '../error/problem.js';
import type { MessageId } from '../identity/ids.js';
import type { ChosenWay } from '../ladder/choose-way.js';
import type { NewOutgoingFile } from '../request/records.js';
import type { LockedRequest } from '../request/request-store.js';
import { safeFileName } from '../text/file-name.js';
import type { StaffActionPorts } from './staff-action.js';

export const MAX_OUTGOING_FILES = 10;
export const MAX_OUTGOING_BYTES = 10 * 1024 * 1024;

/** A file as a person attached it. */
export interface OutgoingFile {
  readonly filename: string;
  readonly contentType: string;
  readonly bytes: Buffer;
}

/** The same with what is kept of it. */
export interface NamedFile extends OutgoingFile {
  readonly sha256: Buffer;
}

/** The files under names that do no harm where they are saved, with their hashes. */
export function namedFiles(files: readonly OutgoingFile[]): readonly NamedFile[] {
  return files.map(({ filename, contentType, bytes }, at) => ({
    filename: safeFileName(filename, `attachment-${at + 1}`),
    contentType: contentType.toLowerCase(),
    bytes,
    sha256: createHash('sha256').update(bytes).digest(),
  }));
}

/** What a repeated question must have in common with the first: names, kinds and bytes. */
export function fileQuestion(files: readonly NamedFile[]): object {
  if (files.length === 0) return {};
  const attachments = files.map(({ filename, contentType, sha256 }) => ({
    ...{ filename, contentType },
    sha256: sha256.toString('hex'),
  }));
  return { attachments };
}

/** Why these files cannot leave by the chosen way, or null. */
export function refuseFiles(
  ports: StaffActionPorts,
  request: LockedRequest,
  files: readonly OutgoingFile[],
  way: ChosenWay,
): Problem | null {
  if (files.length === 0) return null;
  const account =
    way.kind === 'detour' ? way.rung.account : ports.accounts.byId(request.channelAccountId);
  const carries =
    typeof account === 'object' && account.capabilities.attachments.outbound ? files : [];
  if (carries.length === 0) return invalidInput([notCarried]);
  if (files.length > MAX_OUTGOING_FILES) return invalidInput([tooMany]);
  let total = 0;
  for (const [at, { bytes }] of files.entries()) {
    total += bytes.length;
    if (total > MAX_OUTGOING_BYTES) {
      return invalidInput([{ field: `attachments.${at}.content`, message: tooLarge }]);
    }
  }
  return null;
}

/** The rows of the files of one message. */
export function fileRows(
  ports: StaffActionPorts,
  { channelAccountId }: LockedRequest,
  messageId: MessageId,
  files: readonly NamedFile[],
): readonly NewOutgoingFile[] {
  const createdAt = ports.clock.now();
  return files.map(({ filename, contentType, bytes, sha256 }) => ({
    id: ports.newId<'Attachment'>(),
    ...{ messageId, channelAccountId, filename, contentType, sha256, createdAt },
    size: bytes.length,
  }));
}

const notCarried = {
  field: 'attachments',
  message:
    'cannot be sent on the channel of this request; leave them out and say in the text where the citizen finds them',
};

const tooMany = {
  field: 'attachments',
  message: `are more than ${MAX_OUTGOING_FILES}; send the others with a second answer`,
};

const tooLarge = `makes the attachments larger than ${MAX_OUTGOING_BYTES / 1024 / 1024} MiB together; make it smaller or send it with a second answer`;
