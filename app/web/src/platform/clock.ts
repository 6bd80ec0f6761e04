/** How far this machine's clock is behind Bazaar's, in ms; 0 while they agree. */
let behind = 0;

/** Bazaar tells whole seconds only, and they travel: below this the clocks agree, and one's own is better. */
const AGREED_MS = 5_000;

/** Of every answer, its `Date`. */
export function hearServerTime(date: string | null): void {
  const there = Date.parse(date ?? '');
  if (Number.isNaN(there)) return;
  const difference = there - Date.now();
  behind = Math.abs(difference) > AGREED_MS ? difference : 0;
}

/** When this machine's clock will show what Bazaar means by the moment. */
export const hereAt = (iso: string): number => Date.parse(iso) - behind;
