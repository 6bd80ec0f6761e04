import type { ConfirmChannel } from 'amqplib';
import { explore } from '../../../fixtures/contention/explore/explore.js';
import { type Exploration, mustHold, report } from '../../../fixtures/contention/explore/exploration.js';
import type { Statement } from '../../../fixtures/wire/link.js';
import { until } from '../../../fixtures/until.js';
import { expect, test as base } from '../wire/rabbitmq.fixture.js';

/** What one operation publishes, in order: `[queue, message]`. */
type Letters = readonly (readonly [string, string])[];

const queues = ['a', 'b', 'c'];

const test = base.extend<{ publish: (letters: Record<string, Letters>, reduce: boolean) => Promise<{ exploration: Exploration; states: Set<string> }> }>({
  /** Walks operations that publish, and collects every order in which the queues can end. */
  publish: async ({ amqpWire, open }, use) => {
    const past = await (await open('test', true)).createChannel();
    for (const queue of queues) await past.assertQueue(queue);
    const outs: ConfirmChannel[] = [];
    for (const name of ['ann', 'ben']) outs.push(await (await open(name)).createConfirmChannel());
    await use(async (letters, reduce) => {
      const states = new Set<string>();
      const send = (out: ConfirmChannel | undefined, list: Letters) => async (): Promise<void> => {
        for (const [queue, message] of list) {
          out?.sendToQueue(queue, Buffer.from(message));
          await out?.waitForConfirms();
        }
      };
      const exploration = await explore({
        seconds: 500, proxies: [amqpWire], reduce, exhaustive: true, listenMs: 0,
        given: async () => { for (const queue of queues) await past.purgeQueue(queue); },
        when: Object.fromEntries(Object.entries(letters).map(([name, list], index) => [name, send(outs[index], list)])),
        then: () => [],
        onSchedule: async () => {
          const left: string[] = [];
          for (const queue of queues) for (let message = await past.get(queue, { noAck: true }); message; message = await past.get(queue, { noAck: true })) left.push(`${queue}: ${message.content.toString()}`);
          states.add(left.join(', '));
        },
      });
      return { exploration, states };
    });
  },
});

test('what is published to different queues is one order; to one queue, every order is walked', async ({ publish }) => {
  const apart = await publish({ ann: [['a', '1'], ['a', '2']], ben: [['b', '3'], ['b', '4']] }, true);
  expect(apart.exploration.summary, report(apart.exploration)).toMatch(/^inconclusive: the operations never contended/);
  const meeting: Record<string, Letters> = { ann: [['a', '1'], ['b', '2']], ben: [['b', '3'], ['a', '4'], ['c', '5']] };
  const full = await publish(meeting, false);
  const reduced = await publish(meeting, true);
  mustHold(reduced.exploration);
  expect(full.states.size).toBe(3);
  expect([...reduced.states].sort()).toEqual([...full.states].sort());
  expect(reduced.exploration.schedules).toBeLessThan(full.exploration.schedules);
});

test('a delivery and its acknowledgement are known by their queue, whatever exchange the message came through', async ({ amqpWire, open }) => {
  const held: Statement[] = [];
  amqpWire.listener = { arrived: batch => { held.push(...batch.statements); batch.release(); } };
  const channel = await (await open('api')).createConfirmChannel();
  await channel.assertQueue('jobs');
  await channel.assertExchange('work', 'topic');
  await channel.bindQueue('jobs', 'work', '#');
  let got = 0;
  await channel.consume('jobs', message => {
    got++;
    if (message && got === 2) channel.ack(message, true);
  });
  channel.publish('work', 'any.key', Buffer.from('1'));
  channel.sendToQueue('jobs', Buffer.from('2'));
  await channel.waitForConfirms();
  await until('the acknowledgement', async () => held.length === 5);
  expect(held.filter(({ text }) => text.startsWith('publish'))).toEqual([{ text: 'publish work any.key' }, { text: 'publish jobs', queue: 'jobs' }]);
  expect(held.filter(({ text }) => !text.startsWith('publish'))).toEqual([{ text: 'deliver any.key', queue: 'jobs' }, { text: 'deliver jobs', queue: 'jobs' }, { text: 'ack', queue: 'jobs' }]);
});
