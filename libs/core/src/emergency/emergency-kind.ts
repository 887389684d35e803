/** What must not wait for the morning, the gravest first. */
export const emergencyKinds = ['life-safety', 'sewer', 'water'] as const;
export type EmergencyKind = (typeof emergencyKinds)[number];

/** The kinds of a request in one column, the gravest first; null for none. */
export function kindsText(kinds: readonly EmergencyKind[]): string | null {
  const known = emergencyKinds.filter((kind) => kinds.includes(kind));
  return known.length === 0 ? null : known.join(' ');
}

export function readKinds(text: string | null): readonly EmergencyKind[] {
  const named = (text ?? '').split(' ');
  return emergencyKinds.filter((kind) => named.includes(kind));
}
