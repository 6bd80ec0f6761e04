/**
 * Settings under which workers do nothing by the clock, only what they are sent: what a timer brings is part of no operation, and would fall between the steps of an exploration.
 *
 * @example test.use({ deployment: { wire: true, instances: 1, workers: 1, settings: { ...QUIET_WORKERS } } });
 */
export const QUIET_WORKERS = { OUTBOX_POLL_MS: '3600000', RESERVATION_SWEEP_MS: '3600000', PAYMENT_RETRY_SECONDS: '3600', HOUSEKEEPING_SECONDS: '86400' };
