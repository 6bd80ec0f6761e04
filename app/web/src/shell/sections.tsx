import { lazy, type ComponentType, type LazyExoticComponent } from 'react';

export interface Section {
  path: string;
  name: string;
  /** It has addresses below its own. */
  deep?: boolean;
  Page: LazyExoticComponent<ComponentType>;
}

/** What Bazaar consists of. A new domain is a folder of its own and one line here. */
export const sections: readonly Section[] = [
  { path: '/disputes', name: 'Disputes', Page: lazy(() => import('../disputes/disputes-page')) },
  { path: '/gallery', name: 'Gallery', deep: true, Page: lazy(() => import('../gallery/gallery-page')) },
];

export const home = '/disputes';

/** Where to go after signing in: only to a page of Bazaar, never to where a forged link points. */
export function safeReturn(search: string): string {
  const wanted = new URLSearchParams(search).get('next') ?? home;
  return sections.some(({ path }) => wanted === path || wanted.startsWith(`${path}/`)) ? wanted : home;
}
