import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Accounts } from './accounts.js';
import type { Books, Done } from './books.js';
import { Refused } from './payment.js';
import type { Webhooks } from './webhooks.js';

const Amount = Type.String({ pattern: '^\\d{1,10}\\.\\d{2}$' });
const Name = Type.String({ minLength: 1, maxLength: 200 });
const ById = Type.Object({ id: Name });
const Authorization = Type.Object({ account: Name, reference: Name, amount: Amount, card: Name });
const Refund = Type.Object({ amount: Amount });
const Count = Type.Integer({ minimum: 0, maximum: 1_000_000 });
const Behaviour = Type.Object({
  webhooks: Type.Optional(Type.Object({ repeat: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })), delayMs: Type.Optional(Count), reverse: Type.Optional(Type.Boolean()), hold: Type.Optional(Type.Boolean()) })),
  latencyMs: Type.Optional(Count),
  failNext: Type.Optional(Count),
  dropNext: Type.Optional(Count),
});

interface Answer {
  status: number;
  body: unknown;
}

/** `/v1`: what the customer calls. Each POST is carried out once per `Idempotency-Key`. */
export function paymentRoutes(books: Books, accounts: Accounts): FastifyPluginAsyncTypebox {
  const answers = new Map<string, Answer & { fingerprint: string }>();

  /** Looked up, carried out and remembered in one turn of the event loop. */
  const once = (request: FastifyRequest, key: string, work: (operationId: string) => Done): Answer => {
    const fingerprint = createHash('sha256').update(JSON.stringify([request.url, request.body])).digest('hex');
    const known = answers.get(key);
    if (known && known.fingerprint !== fingerprint) throw new Refused(422, 'idempotency_key_reused', 'This key was sent with another request.');
    if (known) return known;
    const answer = attempt(() => work(key));
    if (answer.status !== 404) answers.set(key, { ...answer, fingerprint });
    return answer;
  };

  const answer = async (request: FastifyRequest, reply: FastifyReply, account: string, work: (operationId: string) => Done) => {
    const key = request.headers['idempotency-key'];
    if (typeof key !== 'string' || key === '') throw new Refused(400, 'idempotency_key_missing', 'Send a header Idempotency-Key.');
    if (accounts.fails(account)) throw new Refused(500, 'internal', 'Asked for: nothing was done.');
    const { status, body } = once(request, key, work);
    const lost = accounts.drops(account);
    await delay(accounts.of(account).latencyMs);
    if (!lost) return reply.code(status).send(body);
    reply.hijack();
    request.raw.socket.destroy();
    return reply;
  };

  return async (app) => {
    app.post('/payments', { schema: { body: Authorization } }, async (request, reply) =>
      answer(request, reply, request.body.account, (operation) => books.authorize(operation, request.body)));
    app.post('/payments/:id/captures', { schema: { params: ById } }, async (request, reply) => {
      const { id } = request.params;
      return answer(request, reply, books.find(id).account, (operation) => books.capture(operation, id));
    });
    app.post('/payments/:id/voids', { schema: { params: ById } }, async (request, reply) => {
      const { id } = request.params;
      return answer(request, reply, books.find(id).account, (operation) => books.void(operation, id));
    });
    app.post('/payments/:id/refunds', { schema: { params: ById, body: Refund } }, async (request, reply) => {
      const { id } = request.params;
      return answer(request, reply, books.find(id).account, (operation) => books.refund(operation, id, request.body.amount, 'bazaar'));
    });
    app.get('/payments', { schema: { querystring: Type.Object({ account: Type.Optional(Name), reference: Type.Optional(Name) }) } }, async (request) => {
      const payments = books.list(request.query);
      if (request.query.account !== undefined) await delay(accounts.of(request.query.account).latencyMs);
      return { payments };
    });
    app.get('/payments/:id', { schema: { params: ById } }, async (request) => {
      const payment = books.find(request.params.id);
      await delay(accounts.of(payment.account).latencyMs);
      return { payment };
    });
  };
}

/** `/sandbox`: what only those call who test. */
export function sandboxRoutes(books: Books, accounts: Accounts, webhooks: Webhooks): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.put('/accounts/:id', { schema: { params: ById, body: Behaviour } }, async (request) => {
      const behaviour = accounts.change(request.params.id, request.body);
      webhooks.resume(request.params.id);
      return behaviour;
    });
    app.post('/payments/:id/refunds', { schema: { params: ById, body: Refund } }, async (request, reply) => {
      const { operation } = books.refund(randomUUID(), request.params.id, request.body.amount, 'provider');
      return reply.code(201).send({ operation });
    });
    app.get('/accounts/:id/events', { schema: { params: ById } }, async (request) => ({ events: webhooks.list(request.params.id) }));
    app.post('/events/:id/deliver', { schema: { params: ById, body: Type.Union([Type.Null(), Type.Object({ ageSeconds: Type.Optional(Count) })]) } }, async (request) => ({
      status: await webhooks.deliver(request.params.id, request.body?.ageSeconds ?? 0),
    }));
  };
}

/** What is refused for good is an answer as well: the key gets it again. */
function attempt(work: () => Done): Answer {
  try {
    const body = work();
    return { status: body.operation.status === 'failed' ? 402 : 201, body };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { status: error.status, body: { error: error.code, message: error.message, ...error.details } };
  }
}
