/** Bazaar's answers about stock, stocktaking and invoices, as far as the scenarios about tenants look at them. */
export interface Stocktake { warehouseId: string; owner: string; token: number; expiresAt: string }
export interface Level { productId: string; warehouseId: string; onHand: number; reserved: number; sold: number; received: number; version: number }
export interface Reservation { id: string; productId: string; warehouseId: string; quantity: number; status: string }
export interface Invoice { id: string; vendorId: string; customerId: string; period: string; number: number; status: string }
/** 409 `locked`. */
export interface Locked { error: 'locked'; expiresInMs: number }
