/** The part of a list that one answer shows, newest first, as the API pages. */
export interface ListPage<Item> {
  readonly items: readonly Item[];
  readonly envelope: Readonly<Record<string, string | number | null>>;
}

interface Listed {
  readonly sid: string;
}

const USUAL_SIZE = 50;
const LARGEST_SIZE = 1_000;

/**
 * @param all every item of the list, in its order.
 * @param path of the list, from `/2010-04-01` on.
 */
export function listPage<Item extends Listed>(
  all: readonly Item[],
  path: string,
  query: URLSearchParams,
): ListPage<Item> {
  const size = wholeNumber(query.get('PageSize'), USUAL_SIZE, 1, LARGEST_SIZE);
  const page = wholeNumber(query.get('Page'), 0, 0, Number.MAX_SAFE_INTEGER);
  const start = startOf(all, query.get('PageToken'), page * size);
  const items = all.slice(start, start + size);
  const last = items.at(-1);
  const hasMore = last !== undefined && start + size < all.length;
  const at = (number: number, token: string | null) => addressOf(path, query, size, number, token);
  return {
    items,
    envelope: {
      ...{ page, page_size: size, start: page * size },
      end: page * size + Math.max(0, items.length - 1),
      uri: at(page, query.get('PageToken')),
      first_page_uri: at(0, null),
      next_page_uri: hasMore ? at(page + 1, `PA${last.sid}`) : null,
      previous_page_uri: page === 0 ? null : at(page - 1, previousToken(all, start, size)),
    },
  };
}

/** A token names the last item before: what is added on top in the meantime moves nothing. */
function startOf(all: readonly Listed[], token: string | null, usual: number): number {
  if (token === null) return usual;
  const index = all.findIndex(({ sid }) => `PA${sid}` === token);
  return index === -1 ? all.length : index + 1;
}

function previousToken(all: readonly Listed[], start: number, size: number): string | null {
  const before = all[start - size - 1];
  return before === undefined ? null : `PA${before.sid}`;
}

function addressOf(
  path: string,
  query: URLSearchParams,
  ...[size, page, token]: readonly [number, number, string | null]
): string {
  const parts = new URLSearchParams(query);
  parts.set('PageSize', String(size));
  parts.set('Page', String(page));
  parts.delete('PageToken');
  if (token !== null) parts.set('PageToken', token);
  return `${path}?${parts.toString()}`;
}

function wholeNumber(text: string | null, usual: number, least: number, most: number): number {
  const number = Number.parseInt(text ?? '', 10);
  return Number.isNaN(number) ? usual : Math.min(most, Math.max(least, number));
}
