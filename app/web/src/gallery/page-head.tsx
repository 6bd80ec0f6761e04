import type { ReactNode, Ref } from 'react';
import { LinkNotice } from '../ui/link-notice';
import { NoticeList } from './notice-list';
import { useOpened } from './use-gallery';

/** The head of every page of the gallery: its name, whether it is live, and what was refused meanwhile. */
export function PageHead({ title, ref, children }: { title: string; ref?: Ref<HTMLHeadingElement>; children?: ReactNode }) {
  const { link, retryLink } = useOpened();
  return (
    <>
      <title>{`${title} · Bazaar`}</title>
      <div className="page-head">
        <h1 ref={ref} tabIndex={-1} className="typed" dir="auto">{title}</h1>
        {children}
        <LinkNotice link={link} onRetry={retryLink} />
      </div>
      <NoticeList />
    </>
  );
}
