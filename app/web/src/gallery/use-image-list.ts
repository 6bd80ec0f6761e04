import { useEffect, useSyncExternalStore } from 'react';
import type { ImageList } from './image-list';
import type { ListState } from './image-list';
import { useGallery } from './use-gallery';

/** One of the gallery's lists, read anew when one comes (back) to it. `key` says which; the same key gives the same list. */
export function useImageList(key: string, make: () => ConstructorParameters<typeof ImageList>[1]): { list: ImageList; state: ListState } {
  const list = useGallery().list(key, make);
  useEffect(() => void list.refresh(), [list]);
  return { list, state: useSyncExternalStore(list.subscribe, list.state) };
}
