import { api } from '../platform/client';
import { createOnce, forgetIntent } from '../platform/create-once';
import type { Level, Operation, Order, Payment, Product, Reservation, Stocktake, Warehouse } from './types';

const at = (...parts: string[]) => `/shop/${parts.map(encodeURIComponent).join('/')}`;

export const requests = {
  me: () => api.get<{ user: { id: string; role: string } }>('/me').then(({ user }) => user),

  products: () => api.get<{ products: Product[] }>('/shop/products').then(({ products }) => products),
  product: (id: string) => api.get<{ product: Product; levels: Level[] }>(at('products', id)),
  newProduct: (words: Pick<Product, 'sku' | 'name' | 'description' | 'price'>) => createOnce<{ product: Product }>('/shop/products', words),
  warehouses: () => api.get<{ warehouses: Warehouse[] }>('/shop/warehouses').then(({ warehouses }) => warehouses),
  newWarehouse: (name: string) => createOnce<{ warehouse: Warehouse }>('/shop/warehouses', { name }),
  deliver: (warehouseId: string, productId: string, quantity: number) => createOnce<{ levels: Level[] }>(at('warehouses', warehouseId, 'deliveries'), { lines: [{ productId, quantity }] }),

  reserve: (productId: string, quantity: number, warehouseId: string | undefined) => createOnce<{ reservation: Reservation; level: Level }>('/shop/reservations', { productId, quantity, warehouseId }),
  reservations: () => api.get<{ reservations: Reservation[] }>('/shop/reservations').then(({ reservations }) => reservations),
  release: (id: string) => api.delete(at('reservations', id)),

  placeOrder: (reservationIds: string[]) => createOnce<{ order: Order }>('/shop/orders', { reservationIds }),
  orders: ({ all, after, limit = 30 }: { all: boolean; after?: string; limit?: number }) =>
    api.get<{ orders: Order[]; next: string | null }>(`/shop/orders?${new URLSearchParams({ limit: String(limit), ...(all && { all: 'true' }), ...(after && { after }) })}`),
  order: (id: string) => api.get<{ order: Order }>(at('orders', id)).then(({ order }) => order),
  cancelOrder: (id: string) => api.post<{ order: Order }>(at('orders', id, 'cancel')).then(({ order }) => order),

  pay: (orderId: string, card: string) => createOnce<{ payment: Payment; order: Order }>(at('orders', orderId, 'payments'), { card }),
  capture: (paymentId: string) => api.post<{ payment: Payment; order: Order }>(at('payments', paymentId, 'capture')),
  refund: (paymentId: string, amount: string) => createOnce<{ payment: Payment; operation: Operation }>(at('payments', paymentId, 'refunds'), { amount }),

  beginStocktake: (warehouseId: string) => api.post<{ stocktake: Stocktake }>(at('warehouses', warehouseId, 'stocktake')).then(({ stocktake }) => stocktake),
  renewStocktake: ({ warehouseId, owner }: Stocktake) => api.put<{ stocktake: Stocktake }>(at('warehouses', warehouseId, 'stocktake'), { owner }).then(({ stocktake }) => stocktake),
  endStocktake: ({ warehouseId, owner }: Stocktake) => api.delete(`${at('warehouses', warehouseId, 'stocktake')}?owner=${encodeURIComponent(owner)}`),
  count: ({ warehouseId, token }: Stocktake, productId: string, counted: number) =>
    api.put<{ level: Level }>(at('warehouses', warehouseId, 'stocktake', 'counts', productId), { token, counted }).then(({ level }) => level),
};

/** To begin anew what may have been done already: see {@link createOnce}. */
export const forget = {
  addingProduct: () => forgetIntent('/shop/products'),
  reserving: () => forgetIntent('/shop/reservations'),
  placing: () => forgetIntent('/shop/orders'),
  paying: (orderId: string) => forgetIntent(at('orders', orderId, 'payments')),
  delivering: (warehouseId: string) => forgetIntent(at('warehouses', warehouseId, 'deliveries')),
  refunding: (paymentId: string) => forgetIntent(at('payments', paymentId, 'refunds')),
};
