import type { ThreadMessage } from '#core/citizen/thread';
import { safeFileName } from '#core/text/file-name';

import { type Html, html } from './html.js';
import { type PageContext, say } from './layout.js';

type Attachments = ThreadMessage['attachments'];

/** The files of one message: a link where the bytes are here, else why there is none. */
export function attachmentList(
  context: PageContext,
  attachments: Attachments,
  thread: string,
): Html | null {
  if (attachments.length === 0) return null;
  return html`<ul class="files" aria-label="${say(context, 'portal.thread.files')}">
    ${attachments.map((attachment) => listItem(context, attachment, thread))}
  </ul>`;
}

function listItem(context: PageContext, attachment: Attachments[number], thread: string): Html {
  const { id, filename, contentType, size, state } = attachment;
  const name = safeFileName(filename, contentType);
  switch (state) {
    case 'stored':
      return html`<li>
        <a href="${thread}/files/${id}" download dir="auto">${name}</a>
        ${say(context, 'portal.thread.file-size', { kilobytes: Math.ceil((size ?? 0) / 1_000) })}
      </li>`;
    case 'pending':
      return html`<li>${say(context, 'portal.thread.file-pending', { name })}</li>`;
    case 'gone':
      return html`<li>${say(context, 'portal.thread.file-gone', { name })}</li>`;
  }
}
