import { errorCodeOf } from '#core/error/error-code';

import { commandsFor } from './commands/all-commands.js';
import { processContext } from './process-context.js';
import { townline } from './townline.js';

// Whoever reads the output has read enough (`| head`): the rest is for nobody.
process.stdout.once('error', (error) => process.exit(errorCodeOf(error) === 'EPIPE' ? 0 : 1));

const context = processContext(process.env, { input: process.stdin, output: process.stdout });
const given = process.argv.slice(2);
const commands = await commandsFor(given[0]);
const { exitCode, output, errors } = await townline(commands, given, context);
if (output !== '') process.stdout.write(`${output}\n`);
if (errors !== '') process.stderr.write(`${errors}\n`);
process.exitCode = exitCode;
