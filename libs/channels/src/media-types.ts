const OCTETS = 'application/octet-stream';

/** What phones send (twilio.com/docs/messaging/guides/accepted-mime-types), and documents; the rest is only bytes. */
const known: ReadonlySet<string> = new Set([
  ...['jpeg', 'png', 'gif', 'webp', 'heic', 'heif', 'bmp', 'tiff'].map((kind) => `image/${kind}`),
  ...['mp4', 'mpeg', 'quicktime', 'webm', '3gpp', '3gpp2'].map((kind) => `video/${kind}`),
  ...['mpeg', 'mp4', 'ogg', 'wav', 'amr', 'aac', '3gpp', '3gpp2', 'basic', 'ac3'].map(
    (kind) => `audio/${kind}`,
  ),
  ...['text/plain', 'text/vcard', 'text/x-vcard', 'text/calendar', 'text/csv', 'application/pdf'],
  ...['msword', 'vnd.ms-excel', 'vnd.ms-powerpoint'].map((kind) => `application/${kind}`),
  ...['wordprocessingml.document', 'spreadsheetml.sheet', 'presentationml.presentation'].map(
    (kind) => `application/vnd.openxmlformats-officedocument.${kind}`,
  ),
]);

const programs: ReadonlySet<string> = new Set(
  [
    ...['vnd.android.package-archive', 'java-archive', 'x-java-archive', 'x-msdownload'],
    ...['x-dosexec', 'x-msdos-program', 'vnd.microsoft.portable-executable', 'x-executable'],
    ...['x-mach-binary', 'x-sh', 'x-msi', 'hta', 'javascript'],
  ].map((kind) => `application/${kind}`),
);
/** MZ (Windows), ELF (Linux), a script’s first line. */
const beginnings = [Buffer.from('MZ'), Buffer.from('\x7fELF', 'latin1'), Buffer.from('#!')];

/** What a file is stored as: a type that browsers cannot be tricked with. */
export function takenType(header: string | null): string {
  const type = mediaType(header);
  return known.has(type) ? type : OCTETS;
}

/** No citizen sends a program with a photo; whatever calls itself one, or is one, is not kept. */
export function isProgram(header: string | null, bytes: Buffer): boolean {
  const begins = beginnings.some((beginning) =>
    bytes.subarray(0, beginning.length).equals(beginning),
  );
  return programs.has(mediaType(header)) || (begins && !known.has(mediaType(header)));
}

function mediaType(header: string | null): string {
  return header?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
}
