import { createHmac, timingSafeEqual } from 'node:crypto';
import { HttpError, notFound } from '../../platform/errors.js';
import { isolationOf } from '../repository/stock.js';
import type { Platform } from '../../platform/platform.js';
import { applyOperation, tellApplied } from './apply-operation.js';
import type { ProviderPayment } from './provider.js';
import { runnerOf } from './runner.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Takes an event of the payment provider. Nothing of it is believed before its signature is found good; then its `account` says whose tenant it is about. A capture that an authorization brings with it
 * is begun here, and asked for by whoever asked for the authorization, or by a worker.
 *
 * Protected by: see `applyOperation`.
 */
export async function receiveWebhook(platform: Platform, signature: unknown, body: string): Promise<{ applied: boolean }> {
  const { config } = platform;
  verify(signature, body, config.providerWebhookSecret, config.webhookToleranceSeconds);
  const payment = parse(body);
  if (!UUID.test(payment.account) || !UUID.test(payment.reference)) throw notFound('payment');
  const runner = runnerOf(platform, payment.account.toLowerCase(), { lockTimeoutMs: config.lockTimeoutMs });
  const applied = await runner.write((tx) => applyOperation(tx, runner.tenantId, config.stockStrategy, payment), { isolation: isolationOf(config.stockStrategy) });
  if (!applied) throw notFound('payment');
  tellApplied(platform, runner.tenantId, applied);
  return { applied: applied.changed };
}

function verify(signature: unknown, body: string, secret: string, toleranceSeconds: number): void {
  const [, time, given] = (typeof signature === 'string' && /^t=(\d{1,15}),v1=([0-9a-f]{64})$/.exec(signature)) || [];
  if (time === undefined || given === undefined) throw new HttpError(401, 'signature_invalid', 'The signature is missing or has another form.');
  const expected = createHmac('sha256', secret).update(`${time}.${body}`).digest();
  if (!timingSafeEqual(expected, Buffer.from(given, 'hex'))) throw new HttpError(401, 'signature_invalid', 'The signature is not of this body.');
  if (Math.abs(Date.now() / 1000 - Number(time)) > toleranceSeconds) throw new HttpError(401, 'signature_expired', 'The signature is too old, or of a clock that is ahead.');
}

function parse(body: string): ProviderPayment {
  const { payment } = readJson(body);
  if (typeof payment?.id !== 'string' || typeof payment.account !== 'string' || typeof payment.reference !== 'string' || !Array.isArray(payment.operations)) {
    throw new HttpError(400, 'bad_request', 'The event is about no payment.');
  }
  return payment as ProviderPayment;
}

function readJson(body: string): { payment?: Partial<ProviderPayment> | null } {
  try {
    return (JSON.parse(body) as { payment?: Partial<ProviderPayment> } | null) ?? {};
  } catch {
    throw new HttpError(400, 'bad_request', 'The event is not JSON.');
  }
}
