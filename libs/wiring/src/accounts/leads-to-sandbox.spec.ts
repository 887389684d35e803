import { describe, expect, it } from '@jest/globals';

import { leadsToSandbox } from './leads-to-sandbox.js';

const ports = [3111, 3125];

describe('Settings lead to the sandbox', () => {
  it.each([
    { outgoing: { host: '127.0.0.1', port: 3125 } },
    { outgoing: { host: 'LOCALHOST', port: '3125' } },
    { host: '::1', port: 3125 },
    { apiBaseUrl: 'http://127.0.0.1:3111/phone' },
    { providers: [{ apiBaseUrl: 'http://[::1]:3111' }] },
  ])('when they name one of its doors on this machine: %j', (settings) => {
    expect(leadsToSandbox(settings, ports)).toBe(true);
  });

  it.each([
    { outgoing: { host: 'mail.example.gov', port: 3125 } },
    { outgoing: { host: '127.0.0.1', port: 25 } },
    { apiBaseUrl: 'https://provider.example:3111' },
    { apiBaseUrl: 'http://localhost:3112' },
    { text: 'localhost 3111', nothing: null, list: [1, true] },
  ])('but not when they name anything else: %j', (settings) => {
    expect(leadsToSandbox(settings, ports)).toBe(false);
  });
});
