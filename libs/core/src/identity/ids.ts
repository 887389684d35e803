/** Ids are time-ordered UUIDs in lower-case text, so that inserts append to the primary key. */
export type Id<Name extends string> = string & { readonly __brand: Name };

export type ServiceRequestId = Id<'ServiceRequest'>;
export type MessageId = Id<'Message'>;
export type ContactId = Id<'Contact'>;
export type ContactPointId = Id<'ContactPoint'>;
export type ChannelAccountId = Id<'ChannelAccount'>;
export type SlaClockId = Id<'SlaClock'>;
export type OutboxEntryId = Id<'OutboxEntry'>;
export type DeliveryAttemptId = Id<'DeliveryAttempt'>;
export type AttachmentId = Id<'Attachment'>;
export type StaffId = Id<'Staff'>;
export type AlertId = Id<'Alert'>;
export type EmergencyId = Id<'Emergency'>;
export type ConsentEntryId = Id<'ConsentEntry'>;

/** Arrival order: the database's auto-increment. Gaps mean nothing. */
export type EnvelopeId = number & { readonly __brand: 'Envelope' };

/** Makes a fresh id. The kind of id follows from where it is used. */
export type NewId = <Name extends string>() => Id<Name>;
