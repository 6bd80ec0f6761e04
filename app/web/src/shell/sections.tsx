import { lazy, type ComponentType, type LazyExoticComponent } from 'react';

export interface Section {
  /** Where it begins, then what else belongs to it. */
  paths: readonly [string, ...string[]];
  name: string;
  /** It has addresses below its own. */
  deep?: boolean;
  Page: LazyExoticComponent<ComponentType>;
}

/** What Bazaar consists of. A new domain is a folder of its own and one line here. */
export const sections: readonly Section[] = [
  { paths: ['/disputes'], name: 'Disputes', Page: lazy(() => import('../disputes/disputes-page')) },
  { paths: ['/gallery'], name: 'Gallery', deep: true, Page: lazy(() => import('../gallery/gallery-page')) },
  { paths: ['/shop'], name: 'Shop', deep: true, Page: lazy(() => import('../shop/shop-page')) },
  { paths: ['/tickets', '/slots', '/billing', '/vendor'], name: 'Billing', deep: true, Page: lazy(() => import('../billing/billing-page')) },
];

export const home = '/disputes';

export const isIn = ({ paths }: Section, path: string): boolean => paths.some((at) => path === at || path.startsWith(`${at}/`));

/** Where to go after signing in: only to a page of Bazaar, never to where a forged link points. */
export function safeReturn(search: string): string {
  const wanted = new URLSearchParams(search).get('next') ?? home;
  return sections.some((section) => isIn(section, wanted)) ? wanted : home;
}
