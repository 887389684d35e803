const WORDS = 'The street light at the corner has been dark since Monday. '.repeat(20);

/**
 * 70 % text of 1.5 kB, 28 % HTML with an inline image of 10 kB, 2 % with an attachment of 1 MiB; each
 * from a sender of its own.
 *
 * @param set tells the mails of one call from those of others.
 */
export function mixedMails(count: number, set: string): string[] {
  return Array.from({ length: count }, (_, index) => {
    const name = `${set}-${index}`;
    if (index % 50 === 49) return withAttachment(name);
    return index % 25 < 7 ? withImage(name) : plain(name);
  });
}

function plain(name: string): string {
  return mail(name, 'text/plain; charset=utf-8', WORDS.slice(0, 1_200));
}

function withImage(name: string): string {
  const parts = [
    part('text/html; charset=utf-8', `<p>${WORDS}</p><p><img src="cid:photo"></p>`),
    part('image/png', base64Of(10_000), 'Content-ID: <photo>', ENCODED),
  ];
  return mail(name, 'multipart/related; boundary="b"', multipart(parts));
}

function withAttachment(name: string): string {
  const attached = 'Content-Disposition: attachment; filename="photo.jpg"';
  const parts = [
    part('text/plain; charset=utf-8', WORDS.slice(0, 300)),
    part('image/jpeg', base64Of(1_048_576), attached, ENCODED),
  ];
  return mail(name, 'multipart/mixed; boundary="b"', multipart(parts));
}

const ENCODED = 'Content-Transfer-Encoding: base64';

function mail(name: string, contentType: string, body: string): string {
  const header = [
    `From: Citizen ${name} <citizen-${name}@example.org>`,
    'To: 311@fairmill.example',
    `Subject: Report ${name}`,
    `Message-ID: <report-${name}@example.org>`,
    `Date: ${new Date().toUTCString()}`,
    'MIME-Version: 1.0',
    `Content-Type: ${contentType}`,
  ];
  return [...header, '', body, ''].join('\r\n');
}

function part(contentType: string, body: string, ...fields: readonly string[]): string {
  return [`Content-Type: ${contentType}`, ...fields, '', body].join('\r\n');
}

function multipart(parts: readonly string[]): string {
  return [...parts.map((one) => `--b\r\n${one}`), '--b--'].join('\r\n');
}

function base64Of(bytes: number): string {
  const text = Buffer.alloc(bytes, 'A photo of a hole. ').toString('base64');
  return text.replaceAll(/.{76}/g, '$&\r\n');
}
