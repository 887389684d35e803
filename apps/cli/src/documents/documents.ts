import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { channels } from '#channels/registration';
import { environmentExample, settingsManual } from '#wiring/settings/settings-document';

import { channelsDocument, channelTable } from './channels-document.js';
import { replaceBetweenMarkers } from './markers.js';
import { metricsTable } from './metrics-document.js';
import { schemaDocument } from './schema-document.js';

/** A file whose content follows from the code. */
export interface GeneratedDocument {
  /** From the root of the repository. */
  readonly path: string;
  readonly content: string;
}

/** Everything that `npm run docs` writes. @param root folder of the repository. */
export async function generatedDocuments(root: string): Promise<readonly GeneratedDocument[]> {
  const partly = async (path: string, marker: string, content: string) => ({
    path,
    content: replaceBetweenMarkers(await readFile(join(root, path), 'utf8'), marker, content),
  });
  return [
    { path: 'docs/channels.md', content: channelsDocument(channels) },
    { path: 'docs/settings.md', content: settingsManual() },
    { path: '.env.example', content: environmentExample() },
    { path: 'docs/schema.sql', content: await schemaDocument() },
    await partly('README.md', 'channels', channelTable(channels)),
    await partly('docs/operations.md', 'metrics', await metricsTable()),
  ];
}
