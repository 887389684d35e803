import { notFound, type Problem } from '../error/problem.js';
import { refused, type Result, succeeded } from '../error/result.js';
import type { FileStore } from '../file/file-store.js';
import type { AttachmentId, EnvelopeId, MessageId, ServiceRequestId } from '../identity/ids.js';
import { safeFileName } from '../text/file-name.js';
import type { AttachmentStore } from './attachment-store.js';
import type { KeptSource, SourceStore } from './source-store.js';

/** A whole file on its way to a person, its bytes proven by their hash. */
export interface Download {
  /** Fit to be saved under. */
  readonly filename: string;
  readonly contentType: string;
  readonly bytes: Buffer;
  readonly sha256: Buffer;
}

export interface AttachmentPorts {
  readonly attachments: Pick<AttachmentStore, 'find'>;
  readonly files: Pick<FileStore, 'read'>;
}

export interface SourcePorts {
  readonly sources: SourceStore;
  readonly files: Pick<FileStore, 'read'>;
}

/** A message's place: on which request, and the number that people know it by. */
export interface NamedMessage {
  readonly requestId: ServiceRequestId;
  readonly number: string;
  readonly messageId: MessageId;
}

/** One attachment of a request; a refusal says why there are no bytes. */
export async function downloadAttachment(
  { attachments, files }: AttachmentPorts,
  requestId: ServiceRequestId,
  id: AttachmentId,
): Promise<Result<Download>> {
  const found = await attachments.find(id);
  if (found?.requestId !== requestId) return refused(noSuchAttachment);
  switch (found.state) {
    case 'pending':
      return refused(stillFetched);
    case 'gone':
      return refused(goneFor(found.reason));
    case 'stored': {
      const bytes = await files.read(found.sha256);
      if (bytes === null) return refused(bytesMissing);
      const { contentType, sha256 } = found;
      const filename = safeFileName(found.filename, `attachment-${id}`);
      return succeeded({ filename, contentType, bytes, sha256 });
    }
  }
}

/** The bytes that a citizen's message came as. */
export async function downloadSource(
  { sources, files }: SourcePorts,
  { requestId, number, messageId }: NamedMessage,
): Promise<Result<Download>> {
  const source = await sources.ofMessage(requestId, messageId);
  return source === null ? refused(noSource) : wholeSource(files, source, number);
}

/** The bytes of an envelope that nobody could register. */
export async function downloadQuarantined(
  { sources, files }: SourcePorts,
  envelopeId: EnvelopeId,
): Promise<Result<Download>> {
  const source = await sources.ofQuarantined(envelopeId);
  return source === null ? refused(notQuarantined) : wholeSource(files, source, 'quarantined');
}

async function wholeSource(
  files: SourcePorts['files'],
  { envelopeId, contentType, raw, rawSha256 }: KeptSource,
  name: string,
): Promise<Result<Download>> {
  const bytes = raw ?? (await files.read(rawSha256));
  if (bytes === null) return refused(bytesMissing);
  const mediaType = contentType.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  const filename = `${name}-${envelopeId}${extensions[mediaType] ?? '.bin'}`;
  return succeeded({ filename, contentType: mediaType, bytes, sha256: rawSha256 });
}

const extensions: Readonly<Record<string, string>> = {
  'message/rfc822': '.eml',
  'application/json': '.json',
  'application/x-www-form-urlencoded': '.txt',
};

const noSuchAttachment = notFound(
  'This attachment',
  'Take its id from the timeline of the request that it came with.',
);

const noSource = notFound(
  'The source of this message',
  'Only what a citizen wrote has one. Take the id of an inbound message from the timeline of the request.',
);

const notQuarantined = notFound(
  'This quarantined envelope',
  'The list of the quarantine names them. What was registered is downloaded from its request.',
);

const stillFetched: Problem = {
  code: 'conflict',
  title: 'The attachment is still being fetched',
  detail: 'Its bytes are not here yet. Try again in a minute.',
};

const bytesMissing: Problem = {
  code: 'conflict',
  title: 'The kept bytes are missing or were altered',
  detail: 'The ledger names the file (`townline ledger verify`). Put it back from a backup.',
};

function goneFor(reason: string | null): Problem {
  const why = reason === null ? '' : ` (${reason})`;
  return notFound(
    'The bytes of this attachment',
    `They could not be fetched${why}, and are not tried again. Ask the citizen to send it once more.`,
  );
}
