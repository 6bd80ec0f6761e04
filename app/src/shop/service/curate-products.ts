import { holdStaff } from '../../accounts/roles.js';
import type { Call } from '../../platform/call.js';
import { HttpError, notFound } from '../../platform/errors.js';
import type { KeyedCall } from '../../platform/idempotency.js';
import type { Platform } from '../../platform/platform.js';
import { productsChanged } from '../events.js';
import { findProduct, insertProduct, raiseCatalogueRevision, updateProduct } from '../repository/products.js';
import { insertWarehouse } from '../repository/warehouses.js';
import type { NewProduct, ProductEdit } from '../schema.js';

export async function createProduct(platform: Platform, call: KeyedCall, wanted: NewProduct) {
  const answer = await call.answer(async (tx) => {
    await holdStaff(tx, call.identity);
    const revision = await raiseCatalogueRevision(tx);
    const product = await insertProduct(tx, call.tenantId, wanted);
    if (!product) throw new HttpError(409, 'sku_taken', 'There is a product with this SKU.');
    return { status: 201, body: { product }, revision };
  });
  productsChanged(platform, call.tenantId, answer.revision);
  return answer;
}

/** Protected by: the version, which the product must still have; see `updateProduct` and `raiseCatalogueRevision`. */
export async function editProduct(platform: Platform, call: Call, id: string, edit: ProductEdit) {
  const { product, revision } = await call.write(async (tx) => {
    await holdStaff(tx, call.identity);
    const revision = await raiseCatalogueRevision(tx);
    const product = await updateProduct(tx, id, edit);
    if (product) return { product, revision };
    const current = await findProduct(tx, id);
    if (!current) throw notFound('product');
    throw new HttpError(409, 'version_conflict', 'The product was changed since you read it.', { details: { current } });
  });
  productsChanged(platform, call.tenantId, revision);
  return { product };
}

export async function createWarehouse(call: KeyedCall, name: string) {
  return call.answer(async (tx) => {
    await holdStaff(tx, call.identity);
    const warehouse = await insertWarehouse(tx, call.tenantId, name);
    if (!warehouse) throw new HttpError(409, 'name_taken', 'There is a warehouse with this name.');
    return { status: 201, body: { warehouse } };
  });
}
