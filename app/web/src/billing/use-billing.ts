import { useQuery, useQueryClient, type QueryKey } from '@tanstack/react-query';
import { createContext, use, useCallback, useState, useSyncExternalStore } from 'react';
import type { LinkState } from '../platform/live-events';
import { session } from '../platform/session';
import { useLiveLink } from '../platform/use-live-link';
import { Billing, type Topic } from './billing';
import { requests } from './requests';
import type { BoxOffice } from './types';

export interface Opened {
  billing: Billing;
  link: LinkState;
  retryLink: () => void;
}

export const BillingContext = createContext<Opened | undefined>(undefined);

export const keyOf = (topic: Topic, ...rest: string[]): QueryKey => ['billing', topic, ...rest];

/** The billing of one person in one tab: its one live connection, and what is read anew after every gap in the news. */
export function useLiveBilling(): Opened {
  const queries = useQueryClient();
  const [billing] = useState(() => new Billing((topic) => void queries.invalidateQueries({ queryKey: keyOf(topic) })));
  const { link, retryLink } = useLiveLink('/billing/live', {
    onEvent: (name, data) => billing.hear(name, data),
    onOpen: () => void queries.invalidateQueries({ queryKey: ['billing'] }),
  });
  return { billing, link, retryLink };
}

export function useBilling(): Billing {
  const opened = use(BillingContext);
  if (!opened) throw new Error('No billing above this');
  return opened.billing;
}

/** To say, after a change of one's own, that these are old. */
export function useStale(): (...topics: Topic[]) => void {
  const queries = useQueryClient();
  return useCallback((...topics) => topics.forEach((topic) => void queries.invalidateQueries({ queryKey: keyOf(topic) })), [queries]);
}

export const usePlans = () => useQuery({ queryKey: keyOf('plans'), queryFn: requests.plans });
export const useAccount = () => useQuery({ queryKey: keyOf('account'), queryFn: requests.account });
export const useCustomer = () => useQuery({ queryKey: keyOf('customer'), queryFn: requests.customer });
export const useCustomers = () => useQuery({ queryKey: keyOf('customers'), queryFn: requests.customers });
export const useTickets = () => useQuery({ queryKey: keyOf('tickets'), queryFn: requests.tickets });
export const useReceived = () => useQuery({ queryKey: keyOf('invoices', 'received'), queryFn: requests.received });

/** All vendors, and which of them one is. */
export function useVendors() {
  const query = useQuery({ queryKey: keyOf('vendors'), queryFn: requests.vendors });
  return { query, vendors: query.data, mine: query.data?.find(({ userId }) => userId === session.user?.id) };
}

/** In the order in which they were read; each as it was last heard of. */
export function useEvents() {
  const billing = useBilling();
  const query = useQuery({
    queryKey: keyOf('events'),
    queryFn: async () => {
      const events = await requests.events();
      billing.takeEvents(...events);
      return events.map(({ id }) => id);
    },
  });
  const known = new Map(useSyncExternalStore(billing.onEvents, billing.events).map((event) => [event.id, event]));
  return { query, events: query.data?.flatMap((id) => known.get(id) ?? []) };
}

export function useEvent(id: string) {
  const billing = useBilling();
  const query = useQuery({
    queryKey: keyOf('events', id),
    queryFn: async () => {
      billing.takeEvents(await requests.event(id));
      return true;
    },
  });
  const event: BoxOffice | undefined = useSyncExternalStore(billing.onEvents, billing.events).find((one) => one.id === id);
  return { query, event };
}

export function useSlots() {
  const billing = useBilling();
  const { places } = billing;
  const query = useQuery({
    queryKey: keyOf('slots'),
    queryFn: async () => {
      const slots = await requests.slots();
      billing.takeSlots(...slots);
      return slots.map(({ id }) => id);
    },
  });
  const bookings = useQuery({
    queryKey: keyOf('bookings'),
    queryFn: async () => {
      const mark = places.mark();
      places.settle(mark, await requests.bookings());
      return true;
    },
  });
  const known = new Map(useSyncExternalStore(billing.onSlots, billing.slots).map((slot) => [slot.id, slot]));
  return { query, bookings, slots: query.data?.flatMap((id) => known.get(id) ?? []) };
}
