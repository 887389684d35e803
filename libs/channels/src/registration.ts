import type { ChannelDefinition } from '#core/channel/definition';

/** The registration list: one line a channel. Without its line and its folder a channel is gone. */
export const channels: readonly ChannelDefinition[] = [
  (await import('./email/definition.js')).definition,
  (await import('./loopback/definition.js')).definition,
  (await import('./phone-log/definition.js')).definition,
  (await import('./sms-twilio/definition.js')).definition,
  (await import('./voice-twilio/definition.js')).definition,
  (await import('./web-form/definition.js')).definition,
  (await import('./whatsapp-cloud/definition.js')).definition,
];
