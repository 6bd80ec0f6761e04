import { useInfiniteQuery } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { requests } from './requests';
import type { Order } from './types';
import { useShop } from './use-shop';

/** Only one's own are told of live: everybody's are read again from time to time. */
const OTHERS_MS = 5_000;

/** One's own orders, or as staff everybody's, newest first: which there are, as they were read; each as it was last heard of. */
export function useOrders({ all }: { all: boolean }) {
  const shop = useShop();
  const query = useInfiniteQuery({
    queryKey: ['shop', 'orders', all ? 'all' : 'own'],
    initialPageParam: undefined as string | undefined,
    queryFn: async ({ pageParam }) => {
      const { orders, next } = await requests.orders({ all, after: pageParam });
      shop.takeOrders(...orders);
      return { ids: orders.map(({ id }) => id), next };
    },
    getNextPageParam: ({ next }) => next ?? undefined,
    refetchInterval: all ? OTHERS_MS : false,
  });
  const known = useSyncExternalStore(shop.onOrders, shop.orders);
  const ids = new Set(query.data?.pages.flatMap((page) => page.ids));
  const orders: Order[] | undefined = query.data && known.filter(({ id }) => ids.has(id)).sort((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt) || (a.id < b.id ? 1 : -1));
  return { query, orders };
}
