import type { ReactNode } from 'react';

/** The head of every page of the gallery. */
export function PageHead({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="page-head">
      <title>{`${title} · Bazaar`}</title>
      <h1 tabIndex={-1} className="typed" dir="auto">{title}</h1>
      {children}
    </div>
  );
}
