import { Gates } from '../../../fixtures/contention/gate/gates.js';
import { until } from '../../../fixtures/until.js';
import { expect, test } from '../wire/rabbitmq.fixture.js';

test('two workers get their messages at the same moment, and again when they are broken off', async ({ amqpWire, open }) => {
  const gates = new Gates({ amqpProxy: amqpWire });
  const past = await (await open('test', true)).createChannel();
  await past.assertQueue('jobs');
  const got: { worker: string; again: boolean }[] = [];
  const consume = async (worker: string): Promise<void> => {
    const channel = await (await open(worker)).createChannel();
    await channel.prefetch(1);
    await channel.consume('jobs', message => { if (message) got.push({ worker, again: message.fields.redelivered }); });
  };
  await Promise.all([consume('w1'), consume('w2')]);
  const { hold } = await gates.deliveries('jobs').during(async () => {
    for (const job of ['1', '2']) past.sendToQueue('jobs', Buffer.from(job));
    await until('both to be handled', async () => got.length === 2);
  });
  expect(hold.waiters.map(waiter => `${waiter.who} ${waiter.doing}`).sort()).toEqual(['w1 deliver jobs', 'w2 deliver jobs']);
  expect(got.map(({ worker }) => worker).sort()).toEqual(['w1', 'w2']);
  gates.redeliver();
  await consume('w3');
  await until('one to be delivered again', async () => got.some(({ worker, again }) => worker === 'w3' && again));
});
