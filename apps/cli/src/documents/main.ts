import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { generatedDocuments } from './documents.js';

const root = process.cwd();
for (const { path, content } of await generatedDocuments(root)) {
  await writeFile(join(root, path), content);
}
