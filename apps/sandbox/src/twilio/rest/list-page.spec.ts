import { describe, expect, it } from '@jest/globals';

import { listPage } from './list-page.js';

const path = '/2010-04-01/Accounts/AC1/Messages.json';

describe('One page of a list', () => {
  it('leads on by the last item that was shown, and keeps what was asked for', () => {
    const { items, envelope } = listPage(five(), path, asked('PageSize=2&To=%2B1919'));
    expect(items.map(({ sid }) => sid)).toEqual(['a', 'b']);
    expect(envelope).toEqual({
      ...{ page: 0, page_size: 2, start: 0, end: 1, previous_page_uri: null },
      uri: `${path}?PageSize=2&To=%2B1919&Page=0`,
      first_page_uri: `${path}?PageSize=2&To=%2B1919&Page=0`,
      next_page_uri: `${path}?PageSize=2&To=%2B1919&Page=1&PageToken=PAb`,
    });
  });

  it('goes on after its token, wherever that lies by now, and ends', () => {
    const grown = [{ sid: 'new' }, ...five()];
    const second = listPage(grown, path, asked('PageSize=2&Page=1&PageToken=PAb'));
    expect(second.items.map(({ sid }) => sid)).toEqual(['c', 'd']);
    const last = listPage(grown, path, asked('PageSize=2&Page=2&PageToken=PAd'));
    expect(last.items.map(({ sid }) => sid)).toEqual(['e']);
    expect(last.envelope['next_page_uri']).toBeNull();
    expect(last.envelope['previous_page_uri']).toContain('Page=1&PageToken=PAb');
  });

  it.each([
    ['', 5],
    ['PageSize=0', 1],
    ['PageSize=x', 5],
    ['PageSize=9999', 5],
    ['PageToken=PAgone', 0],
  ])('shows for %j %i items', (query, count) => {
    expect(listPage(five(), path, asked(query)).items).toHaveLength(count);
  });

  it('is empty of an empty list', () => {
    expect(listPage([], path, asked('')).envelope).toMatchObject({ end: 0, next_page_uri: null });
  });
});

function five() {
  return ['a', 'b', 'c', 'd', 'e'].map((sid) => ({ sid }));
}

function asked(query: string): URLSearchParams {
  return new URLSearchParams(query);
}
