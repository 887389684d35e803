/** What `poisonous-loopback.ts` stumbles over. */
export const UNREADABLE = 'POISON unreadable';
export const DEADLY = 'POISON deadly';
