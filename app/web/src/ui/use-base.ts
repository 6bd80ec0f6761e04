import { useState } from 'react';

/**
 * A thing as it was when the person last saw the words they are changing. While live news leave those words alone it
 * moves along; once somebody changed them it stands still, so that saving finds the conflict and does not write
 * over what this person never agreed to.
 */
export function useBase<T extends { version: number }>(now: T, same: (a: T, b: T) => boolean): T {
  const [base, setBase] = useState(now);
  if (base.version < now.version && same(base, now)) setBase(now);
  return base;
}
