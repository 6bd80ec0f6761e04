import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import type { LinkState } from '../platform/live-events';
import { LinkNotice } from './link-notice';

interface Props {
  /** The navigation's, as `Gallery pages`. */
  name: string;
  pages: readonly { to: string; name: string }[];
  link: LinkState;
  onRetry: () => void;
  /** What is told on every page of the domain. */
  children?: ReactNode;
}

/** What stands above all pages of a domain: where else one can go, whether what one sees is live, and what happened. */
export function DomainBar({ name, pages, link, onRetry, children }: Props) {
  const [path] = useLocation();
  return (
    <div className="told">
      <div className="domain-bar">
        <nav aria-label={name} className="domain-pages">
          {pages.map((page) => <Link key={page.to} href={page.to} aria-current={path === page.to ? 'page' : undefined}>{page.name}</Link>)}
        </nav>
        <LinkNotice link={link} onRetry={onRetry} />
      </div>
      {children}
    </div>
  );
}
