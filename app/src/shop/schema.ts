import { type Static, Type } from 'typebox';

export interface Product {
  id: string;
  sku: string;
  name: string;
  description: string;
  price: string;
  version: number;
}

export interface Catalogue {
  products: Product[];
  revision: number;
}

export interface Warehouse {
  id: string;
  name: string;
  priority: number;
}

/** One product in one warehouse: `onHand + reserved + sold = received`. */
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

export type ReservationStatus = 'ACTIVE' | 'ORDERED' | 'SOLD' | 'RELEASED' | 'EXPIRED';

export interface Reservation {
  id: string;
  productId: string;
  warehouseId: string;
  quantity: number;
  status: ReservationStatus;
  expiresAt: Date | null;
  orderId: string | null;
  createdAt: Date;
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
  createdAt: Date;
  lines: OrderLine[];
  payments: Payment[];
}

const Uuid = Type.String({ pattern: '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$' });
const Version = Type.Integer({ minimum: 1 });
/** Above zero, below 10^10. */
const Amount = Type.String({ pattern: '^(?!0+\\.00$)\\d{1,10}\\.\\d{2}$' });
const Quantity = Type.Integer({ minimum: 1, maximum: 1_000_000 });
const ProductName = Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' });
const Description = Type.String({ maxLength: 2000 });
const Sku = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$' });

export const ById = Type.Object({ id: Uuid });
export const BySku = Type.Object({ sku: Sku });

export const NewProduct = Type.Object({ sku: Sku, name: ProductName, description: Type.String({ maxLength: 2000, default: '' }), price: Amount });
export type NewProduct = Static<typeof NewProduct>;
export const ProductEdit = Type.Object({ version: Version, name: Type.Optional(ProductName), description: Type.Optional(Description), price: Type.Optional(Amount) });
export type ProductEdit = Static<typeof ProductEdit>;
export const NewWarehouse = Type.Object({ name: Type.String({ minLength: 1, maxLength: 120, pattern: '\\S' }) });
export const Delivery = Type.Object({ lines: Type.Array(Type.Object({ productId: Uuid, quantity: Quantity }), { minItems: 1, maxItems: 100 }) });
export type Delivery = Static<typeof Delivery>;

export const NewReservation = Type.Object({ productId: Uuid, quantity: Quantity, warehouseId: Type.Optional(Uuid) });
export type NewReservation = Static<typeof NewReservation>;
export const NewOrder = Type.Object({ reservationIds: Type.Array(Uuid, { default: [] }), lines: Type.Array(NewReservation, { default: [] }) });
export type NewOrder = Static<typeof NewOrder>;
export const OrderPage = Type.Object({
  after: Type.Optional(Uuid),
  limit: Type.Integer({ minimum: 1, maximum: 100, default: 30 }),
  all: Type.Boolean({ default: false }),
});
export type OrderPage = Static<typeof OrderPage>;

export const NewPayment = Type.Object({ card: Type.String({ minLength: 1, maxLength: 200 }), capture: Type.Boolean({ default: true }) });
export type NewPayment = Static<typeof NewPayment>;
export const NewRefund = Type.Object({ amount: Amount });

export const PriceChange = Type.Object({ percent: Type.Number({ minimum: -90, maximum: 900 }) });
export const DutyChange = Type.Object({ userId: Uuid, onDuty: Type.Boolean() });
export type DutyChange = Static<typeof DutyChange>;
export const NewReceipt = Type.Object({ amount: Amount });

const LeaseSeconds = Type.Optional(Type.Integer({ minimum: 1, maximum: 300 }));
// Null: no body was sent.
export const BeginStocktake = Type.Union([Type.Null(), Type.Object({ leaseSeconds: LeaseSeconds })]);
export const RenewStocktake = Type.Object({ owner: Uuid, leaseSeconds: LeaseSeconds });
export const EndStocktake = Type.Object({ owner: Uuid });
export const ByCount = Type.Object({ id: Uuid, productId: Uuid });
export const Count = Type.Object({ token: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }), counted: Type.Integer({ minimum: 0, maximum: 1_000_000 }) });
export type Count = Static<typeof Count>;
