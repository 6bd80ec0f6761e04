import { diagram } from '../../../fixtures/contention/explore/diagram.js';
import { token } from '../../../fixtures/contention/explore/path.js';
import { expect, test } from './example.fixture.js';

test('a broken schedule is drawn: every step once, in order, with its wait', async ({ page, walk, post, db }, info) => {
  const { counterexample } = await walk({
    when: { ann: () => post('/tickets/transaction'), ben: () => post('/tickets/transaction') }, reduce: false,
    then: async () => (await db.query<{ extra: number }>('select id as extra from tickets offset 1')).rows,
    // One with a wait in it: Ben comes while Ann's update is not committed.
    replay: token('AAAAABBBBABB', []),
  });
  if (!counterexample) throw new Error('expected the schedule to be broken, found it holding');
  const svg = diagram(counterexample);
  await info.attach('schedule', { body: svg, contentType: 'image/svg+xml' });
  await page.setContent(svg);
  const texts = await page.locator('svg text').allTextContents();
  const numbered = texts.filter(text => /^\d+ /.test(text));
  expect(numbered).toEqual([
    '1 starts', '2 begin', '3 select events', '4 update events', '5 insert tickets', '6 starts', '7 begin', '8 select events', '9 update events <waiting>', '10 commit', '11 goes on: update events', '12 insert tickets', '13 commit',
  ]);
  const box = await page.locator('svg rect[fill="#fbbf24"]').boundingBox();
  expect(box?.height).toBe(2 * 34);
  const overlapping = await page.locator('svg text').evaluateAll(nodes => nodes.flatMap((a, i) => nodes.slice(i + 1).filter(b => {
    const [p, q] = [a.getBoundingClientRect(), b.getBoundingClientRect()];
    return p.left < q.right - 1 && q.left < p.right - 1 && p.top < q.bottom - 3 && q.top < p.bottom - 3;
  }).map(b => `${a.textContent} / ${b.textContent}`)));
  expect(overlapping).toEqual([]);
  await page.screenshot({ path: info.outputPath('schedule.png'), fullPage: true });
});
