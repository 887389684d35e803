import type { Provider } from '../provider.js';
import type { Place } from './page.js';

/** What the bar on top leads to: each provider that is played. */
export function placesOf(providers: readonly Provider[]): readonly Place[] {
  return providers.map(({ code, title }) => ({ path: `/${code}`, title }));
}
