/** What Bazaar's shop answers, as docs/bazaar-shop.md has it. */
export interface Product { id: string; sku: string; name: string; description: string; price: string; version: number }

export interface Warehouse { id: string; name: string; priority: number }

export interface Level { productId: string; warehouseId: string; onHand: number; reserved: number; sold: number; received: number; version: number }

export type ReservationStatus = 'ACTIVE' | 'ORDERED' | 'SOLD' | 'RELEASED' | 'EXPIRED';

export interface Reservation {
  id: string;
  productId: string;
  warehouseId: string;
  quantity: number;
  status: ReservationStatus;
  expiresAt: string | null;
  orderId: string | null;
  createdAt: string;
}

export interface Reserved { reservation: Reservation; level: Level }

export type OrderStatus = 'PLACED' | 'AUTHORIZED' | 'PAID' | 'REFUNDED' | 'CANCELLED';

export interface OrderLine { line: number; reservationId: string; productId: string; warehouseId: string; quantity: number; unitPrice: string }

export interface Operation { id: string; kind: 'authorize' | 'capture' | 'refund' | 'void'; origin: 'bazaar' | 'provider'; amount: string; status: 'PENDING' | 'SUCCEEDED' | 'FAILED' }

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

export interface Order { id: string; userId: string; status: OrderStatus; total: string; version: number; createdAt: string; lines: OrderLine[]; payments: Payment[] }

export interface OrderEvent { number: number; type: string; amount: string; appliedAs: number }

/** What is wanted of a product; without a warehouse, from wherever all of it is. */
export interface Wanted { productId: string; quantity: number; warehouseId?: string }

/** What the provider knows of a payment. */
export interface ProviderPayment {
  id: string;
  account: string;
  reference: string;
  status: 'authorized' | 'declined' | 'captured' | 'voided' | 'refunded';
  amount: string;
  captured: string;
  refunded: string;
  version: number;
  operations: { id: string; kind: Operation['kind']; origin: Operation['origin']; amount: string; status: 'succeeded' | 'failed'; sequence: number }[];
}

export interface ProviderEvent { id: string; type: string; paymentId: string; version: number; deliveries: { at: string; status: number | null }[]; waiting: number }
