import type { AttachmentReference } from '#core/channel/normalised';
import { truncateText, wellFormedText } from '#core/text/well-formed';

import { fieldAt, textAt } from './json-fields.js';
import type { MediaKind } from './limits.js';
import { readMediaReference, writeMediaReference } from './media-reference.js';
import { instantAt } from './provider-time.js';

const MEDIA_TYPE = /^[\w.+-]{1,100}\/[\w.+-]{1,100}/;
const MAX_NAME_CHARACTERS = 255;

/** Null where the message names no media that could be fetched. */
export function attachmentOf(kind: MediaKind, message: unknown): AttachmentReference | null {
  const media = fieldAt(message, kind);
  const id = textAt(media, 'id') ?? '';
  const reference = writeMediaReference({ id, kind, sentAt: instantAt(message, 'timestamp') });
  if (readMediaReference(reference) === null) return null;
  const [contentType] = MEDIA_TYPE.exec(textAt(media, 'mime_type') ?? '') ?? [];
  return {
    reference,
    filename: filenameOf(textAt(media, 'filename')),
    contentType: contentType ?? 'application/octet-stream',
  };
}

function filenameOf(stated: string | null): string | null {
  const name = truncateText(wellFormedText(stated ?? '').trim(), MAX_NAME_CHARACTERS);
  return name === '' ? null : name;
}
