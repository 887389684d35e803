import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';

import { channels } from '#channels/registration';

import { repository } from './repository.js';

/** Everything that must work the same for a channel nobody has thought of yet. */
const blindFolders = ['libs/core', 'libs/persistence', 'libs/queue', 'libs/wiring', 'apps'];

/** The simulated providers speak each provider's protocol: they are the other side. */
const providersSide = 'apps/sandbox/';

/** Names of providers, networks and their libraries. */
const providerWords = [
  'bandwidth',
  'bluesky',
  'facebook',
  'imapflow',
  'instagram',
  'mailgun',
  'mailparser',
  'mastodon',
  'messagebird',
  'nextdoor',
  'nodemailer',
  'plivo',
  'sendgrid',
  'sinch',
  'slack',
  'telegram',
  'telnyx',
  'tiktok',
  'twilio',
  'twitter',
  'vonage',
  'whatsapp',
];

describe('the core, the stores, the queue and the apps', () => {
  const files = blindFolders.flatMap(sourcesUnder);
  const codes = channels.map(({ code }) => code);

  it('name no channel: they read its capabilities', () => {
    expect(files.length).toBeGreaterThan(20);
    expect(files.flatMap((path) => mentions(path, channelNames(namesIn(path, codes))))).toEqual([]);
  });

  it('name no provider', () => {
    const words = new RegExp(`\\b(${providerWords.join('|')})\\b`, 'i');
    expect(files.flatMap((path) => mentions(path, words))).toEqual([]);
  });

  it('would be caught naming one', () => {
    const names = channelNames(['web-form', 'loopback']);
    const caught = ["code === 'web-form'", '#channels/loopback/send', 'isWebForm()', '`web-form`'];
    const harmless = ['bound to loopback only', 'a web form', "import '#channels/registration'"];
    expect(caught.filter((line) => !names.test(line))).toEqual([]);
    expect(harmless.filter((line) => names.test(line))).toEqual([]);
  });
});

/** Types and names of HTML's own inputs (§4.10.5.1, §4.10.18.7), which a code may share. */
const wordsOfHtml: readonly string[] = ['email', 'tel', 'url'];

/** What a file must not name: pages are written in HTML's words too. */
function namesIn(path: string, codes: readonly string[]): readonly string[] {
  const isPage = path.startsWith('apps/api/src/portal/pages/');
  return isPage ? codes.filter((code) => !wordsOfHtml.includes(code)) : codes;
}

/** A code in quotes or in an import; one of several words also as an identifier. */
function channelNames(codes: readonly string[]): RegExp {
  const quoted = codes.map((code) => `['"\`]${code}['"\`]`);
  const imported = codes.map((code) => `channels/(src/)?${code}/`);
  const identifiers = codes.filter((code) => code.includes('-')).map(camelCase);
  return new RegExp([...quoted, ...imported, ...identifiers].join('|'));
}

function camelCase(code: string): string {
  const [first = '', ...rest] = code.split('-');
  const tail = rest.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  return `[${first.charAt(0)}${first.charAt(0).toUpperCase()}]${first.slice(1)}${tail}`;
}

function sourcesUnder(folder: string): string[] {
  if (!existsSync(join(repository, folder))) return [];
  return readdirSync(join(repository, folder), { recursive: true, encoding: 'utf8' })
    .map((path) => `${folder}/${path}`)
    .filter((path) => /\.(ts|tsx|mts|mjs|css|html)$/.test(path) && !/\.spec\.tsx?$/.test(path))
    .filter((path) => !/\/(node_modules|dist)\//.test(path) && !path.startsWith(providersSide));
}

function mentions(path: string, words: RegExp): string[] {
  const lines = readFileSync(join(repository, path), 'utf8').split('\n');
  return lines.flatMap((line, index) =>
    words.test(line) ? [`${path}:${index + 1} ${line.trim()}`] : [],
  );
}
