import type { ReactNode } from 'react';

/** The head of a page. */
export function PageHead({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="page-head">
      <title>{`${title} · Bazaar`}</title>
      <h1 tabIndex={-1} className="typed" dir="auto">{title}</h1>
      {children}
    </div>
  );
}
