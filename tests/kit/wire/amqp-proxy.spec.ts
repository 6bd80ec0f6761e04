import { connect } from 'amqplib';
import { AmqpReader } from '../../../fixtures/wire/amqp/frames.js';
import { AmqpProxy } from '../../../fixtures/wire/amqp/proxy.js';
import { ProtocolError } from '../../../fixtures/wire/connection.js';
import type { Batch } from '../../../fixtures/wire/link.js';
import { until } from '../../../fixtures/until.js';
import { Random } from './random.js';
import { expect, test } from './rabbitmq.fixture.js';
import { Tap } from './tap.js';

const frame = (type: number, channel: number, payload: Buffer): Buffer => {
  const head = Buffer.alloc(7);
  head.writeUInt8(type, 0);
  head.writeUInt16BE(channel, 1);
  head.writeUInt32BE(payload.length, 3);
  return Buffer.concat([head, payload, Buffer.from([0xce])]);
};

for (const seed of [1, 2, 3]) {
  test(`frames are cut alike however they are split, and garbage is an error with a sentence (seed ${seed})`, () => {
    const random = new Random(seed);
    for (let round = 0; round < 60; round++) {
      const stream = Buffer.concat([Buffer.from('AMQP\0\0\x09\x01', 'latin1'), ...Array.from({ length: random.below(20) }, () => frame(random.pick([1, 2, 3, 8]), random.below(4), random.bytes(random.below(200))))]);
      const read = (chunks: Buffer[]): { frames: string[]; bytes: Buffer } => {
        const reader = new AmqpReader();
        const frames = chunks.flatMap(chunk => [...reader.push(chunk)]);
        return { frames: frames.map(({ type, channel, method }) => `${type} ${channel} ${method}`), bytes: Buffer.concat([...frames.map(({ bytes }) => bytes), reader.rest()]) };
      };
      const split = read(random.split(stream, random.pick([1, 9, 200])));
      expect(split.bytes.equals(stream)).toBe(true);
      expect(split.frames).toEqual(read([stream]).frames);
      const broken = Buffer.from(stream);
      for (let hit = 0; hit < 3; hit++) broken[random.below(broken.length)] = random.below(256);
      try {
        expect(read(random.split(broken)).bytes.equals(broken)).toBe(true);
      } catch (error) {
        expect(error).toBeInstanceOf(ProtocolError);
      }
    }
  });
}

test('publishing with confirms, consuming and acknowledging pass byte for byte', async ({ rabbitmq }) => {
  const behind = await Tap.start(Number(new URL(rabbitmq).port));
  const wire = await AmqpProxy.start(Object.assign(new URL(rabbitmq), { port: String(behind.port) }).href);
  const held: string[] = [];
  wire.listener = { arrived: batch => { held.push(batch.statements.map(({ text }) => text).join()); batch.release(); } };
  const before = await Tap.start(wire.port);
  const connection = await connect(Object.assign(new URL(rabbitmq), { port: String(before.port) }).href);
  const channel = await connection.createConfirmChannel();
  await channel.assertQueue('jobs');
  const got: number[] = [];
  await channel.consume('jobs', message => { if (message) { got.push(message.content.length); channel.ack(message); } });
  for (const size of [0, 10, 300_000]) channel.sendToQueue('jobs', Buffer.alloc(size, 7), { persistent: true });
  await channel.waitForConfirms();
  await until('the messages', async () => got.length === 3);
  await connection.close();
  await until('the connections to be gone', async () => before.open === 0 && behind.open === 0);
  expect(got).toEqual([0, 10, 300_000]);
  expect(held.sort()).toEqual(['ack', 'ack', 'ack', 'deliver jobs', 'deliver jobs', 'deliver jobs', 'publish jobs', 'publish jobs', 'publish jobs']);
  expect(behind.seen.map(record => String(record.sent))).toEqual(before.seen.map(record => String(record.sent)));
  expect(behind.seen.map(record => String(record.received))).toEqual(before.seen.map(record => String(record.received)));
  await before.close();
  await wire.close();
  await behind.close();
});

test('a message is held on its way in, a delivery on its way out, and both keep their order', async ({ amqpWire, open }) => {
  const held: Batch[] = [];
  amqpWire.listener = { arrived: batch => { held.push(batch); } };
  const arrives = async (count: number): Promise<Batch> => until(`batch ${count}`, async () => held[count - 1], { everyMs: 2 });
  const [publisher, worker, past] = [await open('api'), await open('worker'), await open('test', true)];
  const look = await past.createChannel();
  await look.assertQueue('jobs');
  const out = await publisher.createChannel();
  out.sendToQueue('jobs', Buffer.from('one'));
  out.sendToQueue('jobs', Buffer.from('two'));
  const first = await arrives(1);
  expect(first.link.client).toBe('api');
  expect((await look.checkQueue('jobs')).messageCount).toBe(0);
  first.release();
  (await arrives(2)).release();
  await until('both in the queue', async () => (await look.checkQueue('jobs')).messageCount === 2);

  const got: string[] = [];
  const inbox = await worker.createChannel();
  await inbox.consume('jobs', message => { if (message) got.push(message.content.toString()); });
  const delivery = await arrives(3);
  expect(delivery.statements).toEqual([{ text: 'deliver jobs', queue: 'jobs' }]);
  expect(delivery.link.client).toBe('worker');
  expect(got).toEqual([]);
  delivery.release();
  (await arrives(4)).release();
  await until('both to be consumed', async () => got.length === 2);
  expect(got).toEqual(['one', 'two']);

  // Broken off without an acknowledgement, they are delivered again.
  amqpWire.drop(delivery.link);
  await until('the broker to take them back', async () => (await look.checkQueue('jobs')).messageCount === 2);
  const again = await (await open('second worker')).createChannel();
  await again.consume('jobs', () => undefined);
  expect((await arrives(5)).statements).toEqual([{ text: 'deliver jobs again', queue: 'jobs' }]);
  held[4]?.release();
});
