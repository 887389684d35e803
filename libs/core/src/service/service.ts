import type { EmergencyKind } from '../emergency/emergency-kind.js';
import type { Language } from '../text/catalogue.js';

/** One thing that the town does for people (Open311 GeoReport v2: a service). */
export interface Service {
  /** As `WA-SEW`: stored in requests, so it never changes its meaning. */
  readonly code: string;
  readonly names: Readonly<Record<Language, string>>;
  readonly department: string;
  readonly group: string;
  /** How long it may take, in the words of a target, or `inquiry` or `referral`. */
  readonly target: string;
  /** When it is worked on after hours: `no`, `yes`, or the condition. */
  readonly afterHours: string;
  /** What a request for it is, whatever its words; null for most. */
  readonly emergencyKind: EmergencyKind | null;
  readonly enabled: boolean;
  /** Grows with every change. */
  readonly version: number;
}

/** The services of this process: a snapshot in memory. */
export interface ServiceCatalogue {
  /** Also a service that is not offered any more: requests keep its code. Any case. */
  byCode(code: string): Service | null;
  all(): readonly Service[];
}

export interface ServiceStore {
  /** All of them by group and code. */
  list(): Promise<readonly Service[]>;
}

export function serviceCatalogue(services: readonly Service[]): ServiceCatalogue {
  const byCode = new Map(services.map((service) => [service.code.toUpperCase(), service]));
  return { byCode: (code) => byCode.get(code.toUpperCase()) ?? null, all: () => services };
}
