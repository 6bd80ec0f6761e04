export interface Product {
  id: string;
  sku: string;
  name: string;
  description: string;
  price: string;
  version: number;
}

export interface Warehouse {
  id: string;
  name: string;
  priority: number;
}

/** One product in one warehouse. */
export interface Level {
  productId: string;
  warehouseId: string;
  /** What can still be reserved. */
  onHand: number;
  reserved: number;
  sold: number;
  received: number;
  version: number;
}

export interface Reservation {
  id: string;
  productId: string;
  warehouseId: string;
  quantity: number;
  status: 'ACTIVE' | 'ORDERED' | 'SOLD' | 'RELEASED' | 'EXPIRED';
  expiresAt: string | null;
  orderId: string | null;
  createdAt: string;
}

export type OrderStatus = 'PLACED' | 'AUTHORIZED' | 'PAID' | 'REFUNDED' | 'CANCELLED';

export interface OrderLine {
  line: number;
  reservationId: string;
  productId: string;
  warehouseId: string;
  quantity: number;
  unitPrice: string;
}

export interface Operation {
  id: string;
  kind: 'authorize' | 'capture' | 'refund' | 'void';
  origin: 'bazaar' | 'provider';
  amount: string;
  status: 'PENDING' | 'SUCCEEDED' | 'FAILED';
}

export interface Payment {
  id: string;
  orderId: string;
  amount: string;
  capture: boolean;
  status: 'PENDING' | 'AUTHORIZED' | 'CAPTURED' | 'REFUNDED' | 'DECLINED' | 'VOIDED';
  captured: string;
  refunded: string;
  refunding: string;
  version: number;
  operations: Operation[];
}

export interface Order {
  id: string;
  userId: string;
  status: OrderStatus;
  total: string;
  version: number;
  createdAt: string;
  lines: OrderLine[];
  payments: Payment[];
}

/** One person's hold on a warehouse, while they count what is in it. */
export interface Stocktake {
  warehouseId: string;
  owner: string;
  token: number;
  expiresAt: string;
}
