import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { callOf } from '../../platform/call.js';
import { CatalogueCache } from '../../platform/catalogue-cache.js';
import { notFound } from '../../platform/errors.js';
import { answerOnce } from '../../platform/idempotency.js';
import type { Platform } from '../../platform/platform.js';
import { catalogueRevision, findProductBySku, findProductWithLevels, loadCatalogue } from '../repository/products.js';
import { ById, BySku, type Catalogue, NewProduct, ProductEdit } from '../schema.js';
import { createProduct, editProduct } from '../service/curate-products.js';

export function productRoutes(platform: Platform): FastifyPluginAsyncTypebox {
  const catalogue = new CatalogueCache<Catalogue>(platform.redis, 'shop:catalogue', platform.config.catalogueCacheSeconds, platform.log);

  return async (app) => {
    app.get('/products', async (request) => {
      const call = callOf(platform, request);
      return catalogue.show(call.tenantId, { revision: () => call.read(catalogueRevision), load: () => call.read(loadCatalogue) });
    });

    app.get('/products/:id', { schema: { params: ById } }, async (request) => {
      const found = await callOf(platform, request).read((tx) => findProductWithLevels(tx, request.params.id));
      if (!found) throw notFound('product');
      return found;
    });

    app.get('/products/by-sku/:sku', { schema: { params: BySku } }, async (request) => {
      const product = await callOf(platform, request).read((tx) => findProductBySku(tx, request.params.sku));
      if (!product) throw notFound('product');
      return { product };
    });

    app.post('/products', { schema: { body: NewProduct } }, async (request, reply) =>
      answerOnce(platform, request, reply, (call) => createProduct(platform, call, request.body)));

    app.patch('/products/:id', { schema: { params: ById, body: ProductEdit } }, async (request) =>
      editProduct(platform, callOf(platform, request), request.params.id, request.body));
  };
}
