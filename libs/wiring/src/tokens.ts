/** What Nest is asked for where the core has an interface; each names the type that it gives. */

/** `Settings` */
export const SETTINGS = Symbol('Settings');
/** `readonly ChannelDefinition[]`: the registration list. */
export const CHANNELS = Symbol('Channels');
/** `Logger` of pino. */
export const LOGGER = Symbol('Logger');
/** `Checkpoint`: bound to the empty one; crash tests bind another. */
export const CHECKPOINT = Symbol('Checkpoint');
/** `Database`: all stores of one town. */
export const DATABASE = Symbol('Database');
/** `Clock` */
export const CLOCK = Symbol('Clock');
/** `NewId` */
export const NEW_ID = Symbol('NewId');
/** `FileStore` */
export const FILES = Symbol('FileStore');
/** `SignedLinks` */
export const LINKS = Symbol('SignedLinks');
/** `ReplyTokens` */
export const REPLY_TOKENS = Symbol('ReplyTokens');
/** `PageLinks` */
export const PAGE_LINKS = Symbol('PageLinks');
/** `() => Town` */
export const TOWN = Symbol('Town');
/** `ReceivePorts`: the one way in. */
export const RECEIVE_PORTS = Symbol('ReceivePorts');
/** `StaffActionPorts` */
export const STAFF_ACTION_PORTS = Symbol('StaffActionPorts');
/** `ThreadPorts` */
export const THREAD_PORTS = Symbol('ThreadPorts');
/** `LedgerPorts` */
export const LEDGER_PORTS = Symbol('LedgerPorts');
