import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Call, type WriteOptions } from './call.js';
import { HttpError } from './errors.js';
import { endLease, forget, inProgress, keepAnswer, type Marker, noteProgress, type Progress, takeKey } from './idempotency-keys.js';
import type { Platform } from './platform.js';
import type { Queryable } from './postgres.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** SHA-256 of method, path and body as they came, before presets were filled in; null where no key was sent. */
    fingerprint: string | null;
  }
}

/** What a request that creates is answered with. 2xx is kept under the key; anything else frees it. */
export interface Answer<B = unknown> {
  status: number;
  body: B;
}

/** An answer that is committed. `text`: the bytes that go out, now and whenever the key comes again. */
export type Kept<A extends Answer> = A & { text: string };

const JSON_TYPE = 'application/json; charset=utf-8';

/**
 * Answers a request that carries an `Idempotency-Key` (K in the documents): carries it out once, and answers every repetition with the bytes of the first answer.
 *
 * Protected by: the marker, a row that is inserted and committed before anything is done, so that of any number of requests with one key one is at it; its lease, after which somebody
 * else takes over from a holder that is silent; and {@link KeyedCall.answer}, which stores the answer in the transaction that has the effect, and only while the marker is still its own.
 *
 * ```ts
 * app.post('/reservations', { schema: { body: NewReservation } }, async (request, reply) => answerOnce(platform, request, reply, (call) => reserve(platform, call, request.body)));
 *
 * async function reserve(platform: Platform, call: KeyedCall, wanted: Static<typeof NewReservation>) {
 *   const answer = await call.answer(async (tx) => {
 *     …
 *     return { status: 201, body: { reservation, level } };
 *   });
 *   tellLevel(platform, call.tenantId, answer.body.level);
 *   return answer;
 * }
 * ```
 *
 * @param work carries the request out; what it throws is answered, and frees the key (see {@link KeyedCall.step} for requests of several transactions).
 * @throws 400 `idempotency_key_missing`, 422 `idempotency_key_reused`, 409 `in_progress` with `Retry-After`.
 */
export async function answerOnce(
  platform: Platform,
  request: FastifyRequest,
  reply: FastifyReply,
  work: (call: KeyedCall) => Promise<Kept<Answer>>,
): Promise<FastifyReply> {
  const call = new KeyedCall(platform, request, keyOf(request));
  const replayed = await call.take(request.fingerprint!, platform.config.idempotencyLeaseSeconds);
  if (replayed) return reply.code(replayed.status).header('idempotency-replayed', 'true').type(JSON_TYPE).send(replayed.text);
  try {
    const { status, text } = await work(call);
    return await reply.code(status).type(JSON_TYPE).send(text);
  } catch (error) {
    // Should this fail, the lease ends by itself.
    await call.giveUp(error).catch((failure: unknown) => request.log.debug({ reason: String(failure) }, 'an idempotency key was not given up'));
    throw error;
  }
}

/** A request with an idempotency key, which this process holds. */
export class KeyedCall extends Call {
  readonly #key: string;
  #marker: Marker | undefined;
  #leaseSeconds = 0;

  constructor(platform: Pick<Platform, 'postgres' | 'config'>, request: FastifyRequest, key: string) {
    super(platform, request);
    this.#key = key;
  }

  /** What an earlier step, or an earlier holder that fell silent, has noted: go on from there. Null: nothing was begun. */
  get progress(): Progress | null {
    return this.#held.progress;
  }

  /** Becomes the holder, or answers what is kept. Called by {@link answerOnce}. */
  async take(fingerprint: string, leaseSeconds: number): Promise<{ status: number; text: string } | undefined> {
    this.#leaseSeconds = leaseSeconds;
    const taken = await this.bookkeep((tx) => takeKey(tx, this.identity, this.#key, fingerprint, leaseSeconds));
    if ('text' in taken) return taken;
    this.#marker = taken;
    return undefined;
  }

  /**
   * The transaction that has the effect (of several: the last). What `work` returns is committed together with it as the answer, by its last statement; so effect and answer are there
   * together or not at all. An answer other than 2xx commits what `work` did, and frees the key (a declined payment stays, and may be tried again with the same key).
   * What else `work` returns beside `status` and `body` is handed back, for what is to be told after the commit.
   *
   * @throws 409 `in_progress` when somebody has taken over meanwhile: everything `work` did is rolled back.
   */
  async answer<A extends Answer>(work: (tx: Queryable) => Promise<A>, options: WriteOptions = {}): Promise<Kept<A>> {
    return this.write(async (tx) => {
      const answer = await work(tx);
      const text = JSON.stringify(answer.body);
      const kept = answer.status >= 200 && answer.status < 300;
      this.#stillMine(await (kept ? keepAnswer(tx, this.#held, answer.status, text) : forget(tx, this.#held)));
      return { ...answer, text };
    }, options);
  }

  /**
   * A transaction before the last, of a request that has several. What it returns as `progress` is noted in it, and the lease begins anew; whoever takes over, or sends the key again
   * after a failure, finds it in {@link progress}. From then on only a refusal (an `HttpError` below 500 that `work` throws) frees the key: after any other failure it keeps its progress, and the next
   * to send it goes on at once.
   *
   * ```ts
   * const payment = call.progress ? await resume(…) : (await call.step(async (tx) => { …; return { progress: { paymentId: payment.id }, payment }; })).payment;
   * ```
   */
  async step<S extends { progress: Progress }>(work: (tx: Queryable) => Promise<S>, options: WriteOptions = {}): Promise<S> {
    const step = await this.write(async (tx) => {
      const step = await work(tx);
      this.#stillMine(await noteProgress(tx, this.#held, step.progress, this.#leaseSeconds));
      return step;
    }, options);
    this.#held.progress = step.progress;
    return step;
  }

  /** Leaves the key to the next who sends it. Called by {@link answerOnce} with why. */
  async giveUp(why: unknown): Promise<void> {
    const refused = why instanceof HttpError && why.status < 500;
    await this.bookkeep((tx) => (this.progress === null || refused ? forget(tx, this.#held) : endLease(tx, this.#held)));
  }

  get #held(): Marker {
    if (!this.#marker) throw new Error('The idempotency key has not been taken.');
    return this.#marker;
  }

  #stillMine(mine: boolean): void {
    if (!mine) throw inProgress();
  }
}

/** Takes the fingerprint of what comes with a key, before validation changes it. */
export function fingerprintBodies(scope: FastifyInstance): void {
  scope.addHook('preValidation', async (request) => {
    if (request.headers['idempotency-key'] !== undefined) request.fingerprint = fingerprint(request);
  });
}

function keyOf(request: FastifyRequest): string {
  const key = request.headers['idempotency-key'];
  if (typeof key === 'string' && /^[\x21-\x7e]{1,200}$/.test(key)) return key;
  throw new HttpError(400, 'idempotency_key_missing', 'Send a header Idempotency-Key with 1 to 200 visible characters that you use for no other request.');
}

function fingerprint({ method, url, body }: FastifyRequest): string {
  return createHash('sha256').update(JSON.stringify([method, url.split('?')[0], inOrder(body ?? null)])).digest('hex');
}

/** The same value with the members of its objects in one order: how they were written does not matter. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, member]) => [name, inOrder(member)]);
}
