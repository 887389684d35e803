import { commands } from './commands/all-commands.js';
import { processContext } from './process-context.js';
import { townline } from './townline.js';

const context = processContext(process.env, process.stdin);
const { exitCode, output, errors } = await townline(commands, process.argv.slice(2), context);
if (output !== '') process.stdout.write(`${output}\n`);
if (errors !== '') process.stderr.write(`${errors}\n`);
process.exitCode = exitCode;
