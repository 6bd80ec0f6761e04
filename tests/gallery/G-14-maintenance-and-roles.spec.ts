import { randomUUID } from 'node:crypto';
import { until, type Outcome, type Reply } from '../../fixtures/index.js';
import { answered, ensemble, expect } from './gallery.fixture.js';

/** Enough for the moderator to be at work when the role goes; one user writes so many comments in a minute. */
const MODERATED = 80;

/** The exchange that must have been acknowledged, and all that began after it. */
function since(outcome: Outcome<unknown>, by: string, path: string) {
  const acknowledged = outcome.operations.filter(({ user }) => user === by).flatMap(({ exchanges }) => exchanges).find((exchange) => exchange.path.startsWith(path) && exchange.method === 'PUT' && exchange.status === 200);
  if (acknowledged === undefined) throw new Error(`${by} was not told that PUT ${path} is done`);
  const others = outcome.operations.filter(({ user }) => user !== by).flatMap(({ user, exchanges }) => exchanges.map((exchange) => ({ user, ...exchange })));
  return { others, later: others.filter(({ startedAt }) => startedAt > acknowledged.endedAt) };
}

/**
 * How often more one asks. The balancer spreads the requests over three instances, each of which may remember something of its own:
 * that one of them refuses says nothing of the others.
 */
const MORE = 8;

/** Asks again and again until it is refused, and then so often more. */
async function untilRefused(ask: () => Promise<Reply>): Promise<number[]> {
  const statuses: number[] = [];
  do statuses.push((await ask()).status); while (statuses.at(-1)! < 300);
  for (let more = 0; more < MORE; more++) statuses.push((await ask()).status);
  return statuses;
}

ensemble('G-14a an admin switches maintenance on and off while others vote, comment and read', { roles: ['admin', 'voter', 'commenter', 'reader'] },
  async ({ role, users, gallery, picture, promote, gather, together, rendezvous, stores, tenantId, everythingHolds }) => {
    const [me] = await users(1);
    const desk = gallery(me);
    if (role === 'admin') await promote(me, 'admin');
    const id = (await gather('the image', role === 'admin' ? (await desk.hang(await picture())).id : null)).admin!;
    /** Everything that writers of this scenario change, as it is at this moment. */
    const written = () => stores.postgres.one('select revision, up_votes, down_votes, comments, (select count(*)::int from gallery_vote_history h join users u on u.id = h.user_id where u.tenant_id = $2) as history from gallery_images where id = $1', [id, tenantId]);
    let atTheSwitch: object | undefined;

    await rendezvous('all are ready');
    const on = await together('switch on, write and read', async () => {
      if (role === 'voter') { let up = 0; return await untilRefused(() => desk.vote(id, ++up % 2 === 0 ? 1 : -1)); }
      if (role === 'commenter') return await untilRefused(() => desk.comment(id, 'Nice', randomUUID()));
      if (role === 'reader') { let read: number; do read = (await desk.image(id)).status; while (read === 200 && !answered<{ maintenance: boolean }>(await desk.maintenance(), 200).maintenance); return [read]; }
      await stores.settled([{ name: 'somebody to vote and to comment', busy: async () => ((await written()).comments as number > 0 && (await written()).history as number > 0 ? [] : ['nobody has']) }]);
      const reply = await desk.setMaintenance(true, 'We sort the pictures.');
      atTheSwitch = await written();
      return [reply.status];
    }, { minOverlap: 3 });

    const { later } = since(on, 'admin', '/api/gallery/maintenance');
    for (const { user, method, path, status } of later) expect(status, `${user}: ${method} ${path} during maintenance`).toBe(method === 'GET' ? 200 : 503);
    for (const who of ['voter', 'commenter']) expect([...new Set(on.operations.find(({ user }) => user === who)!.value)].filter((status) => status > 201)).toEqual([503]);
    // Both writers may have been refused before the admin was told: whoever writes now does so after the acknowledgement.
    const refused = answered<{ error: string }>(await desk.vote(id, 1), 503);
    expect(refused).toMatchObject({ error: 'maintenance', message: 'We sort the pictures.' });
    await rendezvous('all were refused');
    if (role === 'admin') expect(await written(), 'when the switch is acknowledged nothing is half-way, and nothing comes after').toEqual(atTheSwitch);
    await rendezvous('the stores have been looked at');

    // Off again, among those who try.
    const off = await together('switch off and write', async () => {
      const write = async () => (role === 'voter' ? await desk.vote(id, 1) : await desk.comment(id, role)).status;
      let status = role === 'admin' ? 200 : await write();
      await rendezvous('everybody has tried');
      if (role === 'admin') return (await desk.setMaintenance(false)).status;
      while (status === 503) status = await write();
      return status;
    });
    expect(off.values).toEqual([200, 200, 201, 201]);
    await everythingHolds();
    await rendezvous('all have judged');
  });

ensemble('G-14b a moderator and an admin lose their roles in the middle of their work', { roles: ['owner', 'moderator', 'admin', 'member'] },
  async ({ role, users, owner, gallery, picture, idOf, promote, gather, together, rendezvous, stores, tenantId, everythingHolds }) => {
    const [me] = await users(1);
    const desk = gallery(me);
    const ids = await gather('who is who', await idOf(me));
    const boss = gallery(owner);
    if (role === 'moderator' || role === 'admin') await promote(me, role);
    // What the moderator will delete, one after the other: comments that the member wrote. One image of the owner's bears them.
    const id = (await gather('the image', role === 'owner' ? (await boss.hang(await picture())).id : null)).owner!;
    const written = role === 'member' ? await Promise.all(Array.from({ length: MODERATED }, async (_, i) => answered<{ comment: { id: string } }>(await desk.comment(id, `Comment ${i}`), 201).comment.id)) : [];
    const comments = (await gather('the comments', written)).member!;

    const outcome = await together('take roles away while they are used', async () => {
      if (role === 'owner') {
        await stores.settled([{ name: 'the moderator and the admin to have used their roles several times', busy: async () => {
          const { left, named } = await stores.postgres.one('select (select count(*)::int from gallery_comments where image_id = $1) as left, (select count(*)::int from gallery_categories where tenant_id = $2) as named', [id, tenantId]);
          return (left as number) <= MODERATED - MORE && (named as number) > MORE / 2 ? [] : [`${String(left)} comments are left, ${String(named)} categories are there`];
        } }]);
        return [(await boss.setRole(ids.moderator!, 'member')).status, (await boss.setRole(ids.admin!, 'member')).status];
      }
      if (role === 'moderator') {
        const left = [...comments];
        return await untilRefused(async () => {
          // The last ones are kept for it, so that there is something left to be refused.
          if (left.length <= MORE + 1) await until('the role to be taken away', async () => (await desk.account()).role === 'member');
          const next = left.pop();
          if (next === undefined) throw new Error('the moderator deleted every comment, the last ones after the role was taken away');
          return await desk.removeComment(next);
        });
      }
      if (role === 'admin') { let next = 0; return await untilRefused(() => (next++ % 2 === 0 ? desk.makeCategory(`Category ${next}`) : desk.setRole(ids.member!, next % 4 < 2 ? 'moderator' : 'member'))); }
      return await untilRefused(() => desk.members());
    }, { minOverlap: 3 });

    expect(outcome.values[0]).toEqual([200, 200]);
    expect(new Set(outcome.values[3]), 'who never had the role never passes').toEqual(new Set([403]));
    for (const [who, index] of [['moderator', 1], ['admin', 2]] as const) {
      const statuses = outcome.values[index]!;
      expect(statuses.length, `the ${who} used the role before it was taken away, and tried ${MORE} times more after a refusal`).toBeGreaterThan(MORE + 1);
      expect([...new Set(statuses)].filter((status) => status > 299), `the ${who} is told why`).toEqual([403]);
      const { later } = since(outcome, 'owner', `/api/members/${ids[who]}/role`);
      for (const { user, method, path, status } of later.filter(({ user }) => user === who)) expect(status, `${user}: ${method} ${path} after the role was taken away`).toBe(403);
    }
    await rendezvous('all were refused');
    expect((await desk.makeCategory(`${role} tries`)).status).toBe(403);
    expect((await desk.setRole(ids.member!, 'admin')).status).toBe(403);
    await rendezvous('all have tried');
    await everythingHolds();
    expect(await stores.postgres.rows('select role from users where tenant_id = $1 and role in (\'admin\', \'moderator\') and id <> $2', [tenantId, ids.member]), 'nobody kept or gained a role').toEqual([]);
    await rendezvous('all have judged');
  });
