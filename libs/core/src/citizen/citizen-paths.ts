/** Where the portal shows the public card of a request: known to everybody who knows the number. */
export function statusPath(number: string): string {
  return `/requests/${encodeURIComponent(number)}`;
}

/** Where the portal shows a thread to whoever holds its signed token. */
export function threadPath(token: string): string {
  return `/thread/${encodeURIComponent(token)}`;
}

/** Where somebody on call takes an emergency, with the signed token of their page. */
export function pagePath(token: string): string {
  return `/page/${encodeURIComponent(token)}`;
}
