import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { callOf } from '../../platform/call.js';
import { answerOnce } from '../../platform/idempotency.js';
import type { Platform } from '../../platform/platform.js';
import { ById, InvoicePage, NewInvoice, NewRun } from '../schema.js';
import { issueInvoice, runInvoices } from '../service/issue-invoices.js';
import { getInvoice, listInvoices, openDocument } from '../service/read-invoices.js';
import { voidInvoice } from '../service/void-invoice.js';

export function invoiceRoutes(platform: Platform): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.post('/invoices', { schema: { body: NewInvoice } }, async (request, reply) => answerOnce(platform, request, reply, (call) => issueInvoice(platform, call, request.body)));

    app.post('/invoice-runs', { schema: { body: NewRun } }, async (request, reply) => answerOnce(platform, request, reply, (call) => runInvoices(platform, call, request.body)));

    app.get('/invoices', { schema: { querystring: InvoicePage } }, async (request) => listInvoices(callOf(platform, request), request.query));

    app.get('/invoices/:id', { schema: { params: ById } }, async (request) => ({ invoice: await getInvoice(callOf(platform, request), request.params.id) }));

    app.get('/invoices/:id/document', { schema: { params: ById } }, async (request, reply) => {
      const { byteSize, stream } = await openDocument(platform, callOf(platform, request), request.params.id);
      // Nosniff: names and lines are users', and are to be taken for nothing but text.
      return reply
        .headers({ 'content-type': 'text/plain; charset=utf-8', 'content-length': byteSize, 'cache-control': 'private, no-store', 'x-content-type-options': 'nosniff' })
        .send(stream);
    });

    app.post('/invoices/:id/void', { schema: { params: ById } }, async (request) => ({ invoice: await voidInvoice(platform, callOf(platform, request), request.params.id) }));
  };
}
