import { useQuery, useQueryClient, type QueryKey } from '@tanstack/react-query';
import { createContext, use, useCallback, useState, useSyncExternalStore } from 'react';
import { isApiError } from '../platform/errors';
import type { LinkState } from '../platform/live-events';
import { useLiveLink } from '../platform/use-live-link';
import { requests } from './requests';
import { Shop, type Topic } from './shop';
import type { Level, Order } from './types';

export interface Opened {
  shop: Shop;
  link: LinkState;
  retryLink: () => void;
}

export const ShopContext = createContext<Opened | undefined>(undefined);

const keyOf = (topic: Topic | 'me' | 'warehouses', ...rest: string[]): QueryKey => ['shop', topic, ...rest];

/** The shop of one person in one tab: its one live connection, and what is read anew after every gap in the news. */
export function useLiveShop(): Opened {
  const queries = useQueryClient();
  const [shop] = useState(() => new Shop((topic) => void queries.invalidateQueries({ queryKey: keyOf(topic) })));
  const { link, retryLink } = useLiveLink('/shop/live', {
    onEvent: (name, data) => shop.hear(name, data),
    onOpen: () => void queries.invalidateQueries({ queryKey: ['shop'] }),
  });
  return { shop, link, retryLink };
}

export function useShop(): Shop {
  const opened = use(ShopContext);
  if (!opened) throw new Error('No shop above this');
  return opened.shop;
}

export const useProducts = () => useQuery({ queryKey: keyOf('products'), queryFn: requests.products });
export const useWarehouses = () => useQuery({ queryKey: keyOf('warehouses'), queryFn: requests.warehouses });

export function useBasket() {
  const { basket } = useShop();
  const query = useQuery({
    queryKey: keyOf('reservations'),
    queryFn: async () => {
      const mark = basket.mark();
      basket.settle(mark, await requests.reservations());
      return true;
    },
  });
  return { basket, query, reservations: useSyncExternalStore(basket.subscribe, basket.shown), vanished: useSyncExternalStore(basket.subscribe, basket.vanished) };
}

/** Its levels go to the store, where live news are. */
export function useProduct(id: string | undefined) {
  const shop = useShop();
  return useQuery({
    queryKey: keyOf('products', id ?? ''),
    enabled: id !== undefined,
    queryFn: async () => {
      const { product, levels } = await requests.product(id!);
      shop.takeLevels(levels);
      return product;
    },
  });
}

export function useLevels(productId: string | undefined): Level[] {
  const shop = useShop();
  return useSyncExternalStore(shop.onLevels, shop.levels).filter((level) => level.productId === productId);
}

const isUnsettled = ({ payments }: Order) => payments.some(({ operations }) => operations.some(({ status }) => status === 'PENDING'));

/** What the payment provider has not answered ends without live news when it is declined: it is asked for. */
const UNSETTLED_MS = 1_500;

export function useOrder(id: string) {
  const shop = useShop();
  const order = useSyncExternalStore(shop.onOrders, () => shop.order(id));
  const query = useQuery({
    queryKey: keyOf('orders', id),
    queryFn: async () => {
      shop.takeOrders(await requests.order(id));
      return true;
    },
    refetchInterval: () => {
      const held = shop.order(id);
      return held && isUnsettled(held) ? UNSETTLED_MS : false;
    },
  });
  return { order, query };
}

/** To say, after a change of one's own, that these are old. */
export function useStale(): (...topics: Topic[]) => void {
  const queries = useQueryClient();
  return useCallback((...topics) => topics.forEach((topic) => void queries.invalidateQueries({ queryKey: keyOf(topic) })), [queries]);
}

/** Whether one is staff. Only a courtesy: Bazaar decides. */
export function useRights() {
  const queries = useQueryClient();
  const query = useQuery({ queryKey: keyOf('me'), queryFn: requests.me });
  const role = query.data?.role;
  /** A refusal may mean that the role is gone: looks again, and passes the refusal on. */
  const orLookAgain = useCallback((reason: unknown): never => {
    if (isApiError(reason, 'forbidden')) void queries.invalidateQueries({ queryKey: keyOf('me') });
    throw reason;
  }, [queries]);
  return { query, known: role !== undefined, staff: role === 'admin' || role === 'owner', orLookAgain };
}
