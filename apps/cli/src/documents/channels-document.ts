import type { ChannelCapabilities } from '#core/channel/capabilities';
import type { ChannelDefinition } from '#core/channel/definition';

import { channelSettingRows } from './channel-settings.js';
import { markdownTable } from './markdown-table.js';

/** The table of channels in the README. */
export function channelTable(channels: readonly ChannelDefinition[]): string {
  const rows = channels.map(({ title, code, summary }) => [title, `\`${code}\``, summary]);
  return markdownTable(['Channel', 'Code', 'What it is'], rows);
}

/** docs/channels.md: what every channel can do and how an account of it is set up. */
export function channelsDocument(channels: readonly ChannelDefinition[]): string {
  return [
    '# Channels',
    'Written by `npm run docs` from the channels themselves; do not edit. How to add one stands in [CONTRIBUTING.md](../CONTRIBUTING.md).',
    channelTable(channels),
    '## What they can do',
    capabilityMatrix(channels),
    '## Settings of an account',
    'Given to `townline channel add` with `--set key=value` or `--settings-file`. All of them are stored encrypted; *secret* ones are never shown again.',
    ...channels.flatMap(settingsSection),
    '',
  ].join('\n\n');
}

const reported: Readonly<Record<ChannelCapabilities['receipts'], string>> = {
  none: 'no',
  failures: 'failures only',
  delivered: 'yes',
};

const capabilityRows: Readonly<Record<string, (capabilities: ChannelCapabilities) => string>> = {
  'Longest answer': ({ textLimit }) =>
    `${textLimit.max.toLocaleString('en-US')} ${textLimit.unit.replace('-', ' ')}`,
  'Who can read an answer': ({ audience }) => (audience === 'public' ? 'everybody' : 'the sender'),
  'Messages of one sender': ({ grouping }) =>
    grouping === 'conversation' ? 'one conversation' : 'one request each',
  'Number shown at once': ({ awaitsRegistration }) => yesOrNo(awaitsRegistration),
  'Acknowledged by a message': ({ acknowledges }) => yesOrNo(acknowledges),
  'Provider reports delivery': ({ receipts }) => reported[receipts],
  'Provider drops a repeated send': ({ idempotency }) => yesOrNo(idempotency === 'key'),
  'STOP, START and HELP are heard': ({ consent }) => yesOrNo(consent === 'keywords'),
  'Attachments in': ({ attachments }) => yesOrNo(attachments.inbound),
  'Attachments out': ({ attachments }) => yesOrNo(attachments.outbound),
};

function capabilityMatrix(channels: readonly ChannelDefinition[]): string {
  const heading = ['', ...channels.map(({ title }) => title)];
  const rows = Object.entries(capabilityRows).map(([name, say]) => [
    name,
    ...channels.map(({ capabilities }) => say(capabilities)),
  ]);
  return markdownTable(heading, rows);
}

function settingsSection({ title, code, settings, defaultAccount }: ChannelDefinition): string[] {
  const rows = channelSettingRows(settings);
  const ready =
    defaultAccount === undefined
      ? []
      : [`A first start makes the account \`${defaultAccount.code}\`.`];
  const table =
    rows.length === 0 ? 'No settings.' : markdownTable(['Setting', 'Type', 'Default', ''], rows);
  return [`### ${title} (\`${code}\`)`, ...ready, table];
}

function yesOrNo(value: boolean): string {
  return value ? 'yes' : 'no';
}
