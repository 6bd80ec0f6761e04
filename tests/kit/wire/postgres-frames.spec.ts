import { expect, test } from '@playwright/test';
import { BatchCutter, type SentBatch } from '../../../fixtures/wire/postgres/batches.js';
import { FrameError, FrameReader } from '../../../fixtures/wire/postgres/frames.js';
import { isFrontend } from '../../../fixtures/wire/postgres/messages.js';
import { send } from './messages.js';
import { Random } from './random.js';

interface Cut { batches: SentBatch[]; bytes: Buffer }

/** Runs chunks through reader and cutter as a connection does, and keeps every byte in the order it would be forwarded. */
function cut(chunks: Buffer[], wholeLimit = 1 << 20): Cut {
  const reader = new FrameReader({ known: isFrontend, whole: () => true, wholeLimit });
  const cutter = new BatchCutter();
  const batches: SentBatch[] = [];
  const forwarded: Buffer[] = [];
  for (const chunk of chunks) {
    for (const piece of reader.push(chunk)) {
      const taken = cutter.take(piece);
      if (taken === undefined) continue;
      if (Buffer.isBuffer(taken)) forwarded.push(taken);
      else {
        batches.push(taken);
        forwarded.push(...taken.pieces);
      }
    }
  }
  return { batches, bytes: Buffer.concat([...forwarded, ...cutter.rest(), reader.rest()]) };
}

const texts = (batches: SentBatch[]): string[] => batches.filter(batch => batch.runs).map(batch => batch.statements.map(statement => statement.text).join('; '));

test('a simple query and an extended batch are one batch each', () => {
  const { batches } = cut([Buffer.concat([
    send.query('begin'), send.parse('', 'select $1'), send.bind('', '', ['7']), send.execute(''), send.sync(),
  ])]);
  expect(batches.map(({ statements, runs, answers }) => ({ statements, runs, answers }))).toEqual([
    { statements: [{ text: 'begin' }], runs: true, answers: 1 },
    { statements: [{ text: 'select $1', parameters: ['7'] }], runs: true, answers: 1 },
  ]);
});

test('a prepared statement is known by its SQL when it is run later, until it is closed', () => {
  const run = Buffer.concat([send.bind('', 's1', [null]), send.execute(''), send.sync()]);
  const { batches } = cut([send.parse('s1', 'select 1'), send.describe('s1'), send.flush(), run, send.close('s1'), send.sync(), run]);
  expect(texts(batches)).toEqual(['select 1', '(a statement prepared before the proxy saw it)']);
  expect(batches[0]).toMatchObject({ runs: false, prepares: true, answers: 0, statements: [{ text: 'select 1' }] });
});

test('several executes before one Sync are one batch, copy data is none', () => {
  const { batches } = cut([Buffer.concat([
    send.parse('', 'insert a'), send.bind('', '', []), send.execute(''), send.parse('', 'insert b'), send.bind('', '', []), send.execute(''), send.sync(),
    send.query('copy t from stdin'), send.copyData(Buffer.from('1\n')), send.copyDone(),
  ])]);
  expect(texts(batches)).toEqual(['insert a; insert b', 'copy t from stdin']);
});

for (const seed of [1, 2, 3, 4, 5, 6, 7, 8]) {
  test(`split anywhere, the same batches and the same bytes (seed ${seed})`, () => {
    const random = new Random(seed);
    const makers: (() => Buffer)[] = [
      () => send.query('select ' + 'x'.repeat(random.below(300))), () => send.parse(random.pick(['', 's1']), 'update t set a = $1'),
      () => send.bind('', random.pick(['', 's1', 'nobody']), [random.pick(['1', null, 'ü'.repeat(random.below(50))])]), () => send.execute(''), send.sync, send.flush,
      () => send.copyData(random.bytes(random.below(500))), send.copyDone, () => send.describe(''), () => send.close('s1'), () => send.any('F', random.bytes(12)),
      () => send.query('y'.repeat(1500)), () => send.any('p', random.bytes(30)),
    ];
    for (let round = 0; round < 40; round++) {
      const stream = Buffer.concat(Array.from({ length: 1 + random.below(40) }, () => random.pick(makers)()));
      const whole = cut([stream]);
      const split = cut(random.split(stream, random.pick([2, 40, 900])));
      expect(whole.bytes.equals(stream)).toBe(true);
      expect(split.bytes.equals(stream)).toBe(true);
      expect(texts(split.batches)).toEqual(texts(whole.batches));
      // Messages too large to keep whole arrive in parts; the bytes are still the same.
      expect(cut(random.split(stream, 40), 100).bytes.equals(stream)).toBe(true);
    }
  });

  test(`malformed messages are an error with a sentence, never a crash or a hang (seed ${seed})`, () => {
    const random = new Random(seed * 1000);
    let refused = 0;
    for (let round = 0; round < 400; round++) {
      const valid = Buffer.concat([send.query('select 1'), send.parse('', 'select 2'), send.bind('', '', ['1', '2']), send.execute(''), send.sync()]);
      const broken = Buffer.from(valid);
      for (let hit = 0; hit <= random.below(6); hit++) broken[random.below(broken.length)] = random.below(256);
      try {
        expect(cut(random.split(broken)).bytes.equals(broken)).toBe(true);
      } catch (error) {
        expect(error).toBeInstanceOf(FrameError);
        expect((error as Error).message).toMatch(/^expected a .*, found /);
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(10);
  });
}

test('a batch larger than the proxy collects is announced once and loses nothing', () => {
  const large = Buffer.concat([
    ...Array.from({ length: 40 }, (_, index) => Buffer.concat([send.parse('', `insert ${index} ${'z'.repeat(50_000)}`), send.bind('', '', []), send.execute('')])), send.sync(),
    send.query('select 1'),
  ]);
  const { batches, bytes } = cut([large]);
  expect(bytes.equals(large)).toBe(true);
  expect(batches.filter(batch => batch.runs)).toHaveLength(2);
  expect(batches.at(-1)?.statements).toEqual([{ text: 'select 1' }]);
  expect(batches.reduce((sum, batch) => sum + batch.answers, 0)).toBe(2);
});
