import type { FastifyInstance, FastifyRequest } from 'fastify';

export const FORM_LIMIT_BYTES = 26 * 1024 * 1024;

export interface FormFile {
  readonly filename: string;
  readonly contentType: string;
  readonly bytes: Buffer;
}

/** Fields as they were typed, and files that were chosen. */
export interface Form {
  readonly fields: Readonly<Record<string, string>>;
  readonly files: readonly FormFile[];
}

/** Forms with and without files come as bytes; nothing else is read. */
export function addFormParser(pages: FastifyInstance): void {
  const types = ['application/x-www-form-urlencoded', 'multipart/form-data'];
  pages.removeAllContentTypeParsers();
  pages.addContentTypeParser(types, { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  );
}

/** @returns null when the body is no form. */
export async function readForm(request: FastifyRequest): Promise<Form | null> {
  const { body, headers } = request;
  if (!Buffer.isBuffer(body)) return null;
  const given = { headers: { 'content-type': headers['content-type'] ?? '' } };
  try {
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- meant against bodies without a bound; this one is whole and bounded by the route
    return await formOf(await new Response(new Uint8Array(body), given).formData());
  } catch {
    return null;
  }
}

async function formOf(data: FormData): Promise<Form> {
  const fields: Record<string, string> = {};
  const files: FormFile[] = [];
  for (const [name, value] of data) {
    if (typeof value === 'string') {
      // HTML §4.10.22.5: line breaks travel as CRLF.
      fields[name] = value.replaceAll('\r\n', '\n');
    } else if (value.size > 0) {
      const contentType = value.type === '' ? 'application/octet-stream' : value.type;
      const bytes = Buffer.from(await value.arrayBuffer());
      files.push({ filename: value.name, contentType, bytes });
    }
  }
  return { fields, files };
}
