import { useQuery, useQueryClient, type QueryKey } from '@tanstack/react-query';
import { createContext, use, useCallback, useState, useSyncExternalStore } from 'react';
import type { LinkState } from '../platform/live-events';
import { session } from '../platform/session';
import { useLiveLink } from '../platform/use-live-link';
import { Gallery, type Topic } from './gallery';
import type { ImageView } from './images';
import { requests } from './requests';
import type { Me } from './types';

export interface Opened {
  gallery: Gallery;
  link: LinkState;
  /** How often the live connection has opened. */
  opens: number;
  retryLink: () => void;
}

export const GalleryContext = createContext<Opened | undefined>(undefined);

const keyOf = (topic: Topic): QueryKey => ['gallery', topic];

/** The gallery of one person in one tab: its one live connection, and what is read anew after every gap in the news. */
export function useLiveGallery(): Opened {
  const queries = useQueryClient();
  const [gallery] = useState(() => new Gallery({
    me: session.user?.id ?? '',
    onStale: (topic) => void queries.invalidateQueries({ queryKey: keyOf(topic) }),
    onRole: (role) => {
      queries.setQueryData<Me>(keyOf('me'), (held) => held && { ...held, role });
      // An event may be older than what is shown; asking settles it.
      void queries.invalidateQueries({ queryKey: keyOf('me') });
    },
  }));
  const [opens, setOpens] = useState(0);
  const { link, retryLink } = useLiveLink('/gallery/events', {
    onEvent: (name, data) => gallery.hear(name, data),
    onOpen: () => {
      setOpens((before) => before + 1);
      gallery.catchUp();
      void queries.invalidateQueries({ queryKey: ['gallery'] });
    },
  });
  return { gallery, link, opens, retryLink };
}

export function useOpened(): Opened {
  const opened = use(GalleryContext);
  if (!opened) throw new Error('No gallery above this');
  return opened;
}

export const useGallery = (): Gallery => useOpened().gallery;

export function useImage(id: string): ImageView | undefined {
  const { images } = useGallery();
  return useSyncExternalStore(images.subscribe, () => images.view(id));
}

export function useIsGone(id: string): boolean {
  const { images } = useGallery();
  return useSyncExternalStore(images.subscribe, () => images.isGone(id));
}

export function useMaintenance() {
  const gallery = useGallery();
  return useSyncExternalStore(gallery.onMaintenance, gallery.maintenance);
}

export const useMe = () => useQuery({ queryKey: keyOf('me'), queryFn: requests.me });
export const useCategories = () => useQuery({ queryKey: keyOf('categories'), queryFn: requests.categories });
export const useCollections = () => useQuery({ queryKey: keyOf('collections'), queryFn: requests.collections });
export const useMembers = () => useQuery({ queryKey: keyOf('members'), queryFn: requests.members });

/** To say, after a change of one's own, that these are old. */
export function useStale(): (...topics: Topic[]) => void {
  const queries = useQueryClient();
  return useCallback((...topics) => topics.forEach((topic) => void queries.invalidateQueries({ queryKey: keyOf(topic) })), [queries]);
}

/** What one may do. Only a courtesy: Bazaar decides. */
export function useRights() {
  const { data, isPending } = useMe();
  const admin = data?.role === 'admin' || data?.role === 'owner';
  return { known: !isPending, admin, moderator: admin || data?.role === 'moderator' };
}
