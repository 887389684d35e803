import { type Html, html } from '../../../api/src/portal/pages/html.js';

/** When something happened, to the minute. */
export function moment(at: string | number): Html {
  const iso = new Date(at).toISOString();
  return html`<time datetime="${iso}">${iso.slice(0, 16).replace('T', ' ')} UTC</time>`;
}
