/** As short as IMAP allows: `1:3,7,9:10`. */
export function uidRanges(uids: readonly number[]): string {
  const ranges: { first: number; last: number }[] = [];
  for (const uid of uids) {
    const open = ranges.at(-1);
    if (open?.last === uid - 1) open.last = uid;
    else ranges.push({ first: uid, last: uid });
  }
  return ranges
    .map(({ first, last }) => (first === last ? String(first) : `${first}:${last}`))
    .join(',');
}
