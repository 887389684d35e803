import { lineSettings } from './line-settings.js';
import { secretKeys } from './secret-keys.js';
import {
  address,
  count,
  oneOf,
  optionalSetting,
  port,
  positiveCount,
  setting,
  text,
} from './setting.js';

/** Every process setting, in the order of the manual. Channel accounts live in the database. */
export const settingDefinitions = {
  environment: setting(
    {
      name: 'NODE_ENV',
      sentence: 'In production the town refuses to start without a secret key of its own.',
    },
    oneOf('development', 'test', 'production'),
    'development',
  ),
  dataFolder: setting(
    {
      name: 'TOWNLINE_DATA_DIR',
      sentence:
        'Folder of the embedded database, files, keys and dead letters; made with mode 0700.',
    },
    text,
    './data',
  ),
  host: setting(
    {
      name: 'TOWNLINE_HOST',
      sentence: 'Name or address of this machine to listen on; 0.0.0.0 in a container.',
    },
    text,
    'localhost',
  ),
  port: setting({ name: 'TOWNLINE_PORT', sentence: 'Port of the one HTTP server.' }, port, '3110'),
  metricsPort: setting(
    {
      name: 'TOWNLINE_METRICS_PORT',
      sentence: 'Port of the Prometheus metrics at /metrics; listens on TOWNLINE_METRICS_HOST.',
    },
    port,
    '3119',
  ),
  metricsHost: setting(
    {
      name: 'TOWNLINE_METRICS_HOST',
      sentence: 'Where the metrics listen: this machine only, unless a collector sits elsewhere.',
    },
    text,
    '127.0.0.1',
  ),
  publicUrl: optionalSetting(
    {
      name: 'TOWNLINE_PUBLIC_URL',
      sentence:
        'How citizens and providers reach the town, as https://311.example.gov; links and signatures use it. Absent: http://localhost and the port.',
    },
    address('http', 'https'),
  ),
  phone: optionalSetting(
    {
      name: 'TOWNLINE_PHONE',
      sentence:
        'Telephone number of the 311 centre as citizens dial it; told to those who text HELP. Absent: none is told.',
    },
    text,
  ),
  trustProxyHops: setting(
    {
      name: 'TOWNLINE_TRUST_PROXY_HOPS',
      sentence: 'How many proxies stand in front; their X-Forwarded-For entries are believed.',
    },
    count,
    '0',
  ),
  databaseUrl: optionalSetting(
    {
      name: 'TOWNLINE_DATABASE_URL',
      secret: true,
      sentence:
        'MariaDB 10.6 or newer, as mariadb://user:password@host:3306/townline. Absent: the embedded database in the data folder.',
    },
    address('mariadb', 'mysql'),
  ),
  redisUrl: optionalSetting(
    {
      name: 'TOWNLINE_REDIS_URL',
      secret: true,
      sentence:
        'Redis with maxmemory-policy noeviction, as redis://host:6379/0. Absent: the queue works within the process.',
    },
    address('redis', 'rediss'),
  ),
  secretKeys: optionalSetting(
    {
      name: 'TOWNLINE_SECRET_KEY',
      secret: true,
      sentence:
        'Seals channel settings and signs links: 32 bytes in base64 (openssl rand -base64 32); older keys follow, separated by commas. Absent outside production: made in the data folder.',
    },
    secretKeys,
  ),
  sandbox: setting(
    {
      name: 'TOWNLINE_SANDBOX',
      sentence:
        'Whether npm start runs the sandbox, where people play citizens and nobody is reached: auto (outside production, while no channel it can play has a real account), 1 or 0.',
    },
    oneOf('auto', '1', '0'),
    'auto',
  ),
  sandboxPort: setting(
    {
      name: 'TOWNLINE_SANDBOX_PORT',
      sentence: "Port of the sandbox's pages; listens on this machine only.",
    },
    port,
    '3111',
  ),
  sandboxSmtpPort: setting(
    {
      name: 'TOWNLINE_SANDBOX_SMTP_PORT',
      sentence: 'Port at which the sandbox takes the mail that the town sends.',
    },
    port,
    '3125',
  ),
  logLevel: setting(
    { name: 'TOWNLINE_LOG_LEVEL', sentence: 'Least important lines that are logged.' },
    oneOf('trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'),
    'info',
  ),
  sendSlots: setting(
    { name: 'TOWNLINE_SEND_SLOTS', sentence: 'Messages under way at once for each account.' },
    positiveCount,
    '20',
  ),
  ...lineSettings,
  townUrl: optionalSetting(
    {
      name: 'TOWNLINE_URL',
      sentence: 'For the townline command: the town to talk to, when it runs elsewhere.',
    },
    address('http', 'https'),
  ),
  townKey: optionalSetting(
    {
      name: 'TOWNLINE_KEY',
      secret: true,
      sentence: 'For the townline command: the API key of the person who uses it.',
    },
    text,
  ),
} as const;
