/**
 * The parameters of a form as the provider posts it. Total: what is badly encoded is read as it
 * stands. Begins with a separator, because a leading `?` would be dropped.
 */
export function readForm(body: Uint8Array): URLSearchParams {
  return new URLSearchParams(`&${Buffer.from(body).toString('utf8')}`);
}
