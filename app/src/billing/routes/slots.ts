import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { callOf } from '../../platform/call.js';
import { answerOnce } from '../../platform/idempotency.js';
import type { Platform } from '../../platform/platform.js';
import { listBookings, listSlots } from '../repository/slots.js';
import { listVendors } from '../repository/vendors.js';
import { ById, NewSlot, NewVendor } from '../schema.js';
import { bookSlot, giveUpPlace } from '../service/book-slot.js';
import { becomeVendor, offerSlot } from '../service/offer.js';

export function slotRoutes(platform: Platform): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.post('/vendors', { schema: { body: NewVendor } }, async (request, reply) => answerOnce(platform, request, reply, (call) => becomeVendor(call, request.body.name)));

    app.get('/vendors', async (request) => ({ vendors: await callOf(platform, request).read(listVendors) }));

    app.post('/slots', { schema: { body: NewSlot } }, async (request, reply) => answerOnce(platform, request, reply, (call) => offerSlot(platform, call, request.body)));

    app.get('/slots', async (request) => ({ slots: await callOf(platform, request).read(listSlots) }));

    app.post('/slots/:id/bookings', { schema: { params: ById } }, async (request, reply) => answerOnce(platform, request, reply, (call) => bookSlot(platform, call, request.params.id)));

    app.delete('/slots/:id/bookings', { schema: { params: ById } }, async (request) => ({ slot: await giveUpPlace(platform, callOf(platform, request), request.params.id) }));

    app.get('/bookings', async (request) => {
      const call = callOf(platform, request);
      return { bookings: await call.read((tx) => listBookings(tx, call.userId)) };
    });
  };
}
