import { sampleImage, type SampleImage } from '../../data/images.js';
import { answered, ensembleOf, expect, type Invariant, type User } from '../../fixtures/index.js';
import { test as base } from '../bazaar.fixture.js';
import { GalleryDesk } from './gallery-desk.js';
import { galleryInvariants, quiet, type GalleryLimits } from './gallery.invariants.js';
import type { GalleryMember, GalleryRole } from './gallery.types.js';

interface GalleryFixtures {
  /** A user's hands in the gallery: `gallery(ann).vote(id, 1)`. */
  gallery: (user: User) => GalleryDesk;
  /** A picture nobody in this test has uploaded yet: `await picture()`. */
  picture: () => Promise<SampleImage>;
  /** Gives a user another role, as the tenant's owner: `await promote(bob, 'moderator')`. Resolves when it is acknowledged. */
  promote: (user: User, role: GalleryRole) => Promise<GalleryMember>;
  /**
   * Waits until the test's tenant is at rest, then demands that every invariant of the gallery holds in it.
   * @param also more invariants to hold; {@link imagesAreAcknowledged}, for one
   */
  everythingHolds: (options?: { deadlineMs?: number; tenantId?: string; limits?: GalleryLimits; also?: readonly Invariant[] }) => Promise<void>;
}

export const test = base.extend<GalleryFixtures>({
  gallery: async ({}, use) => { await use((user) => new GalleryDesk(user)); },

  picture: async ({}, use, testInfo) => {
    // Apart from the other roles of an ensemble, which count for themselves.
    let seed = testInfo.parallelIndex * 1_000_000;
    await use(async () => await sampleImage(++seed));
  },

  promote: async ({ owner, idOf }, use) => {
    await use(async (user, role) => answered<{ member: GalleryMember }>(await new GalleryDesk(owner).setRole(await idOf(user), role), 200).member);
  },

  everythingHolds: async ({ stores, tenantId: own }, use) => {
    await use(async ({ deadlineMs, tenantId = own, limits, also = [] } = {}) => {
      await stores.settled(quiet(tenantId), { deadlineMs });
      await expect(stores).toHold(...galleryInvariants(tenantId, limits), ...also);
    });
  },
});

export const ensemble = ensembleOf(test);
export { answered, expect };
export { GalleryDesk, imageForm, uploadQuery, walk } from './gallery-desk.js';
export { offending } from '../../fixtures/index.js';
export { belonging, counters, galleryInvariants, imagesAreAcknowledged, IMAGES, quiet, quietAlone, votes, type GalleryLimits } from './gallery.invariants.js';
export { cached, cacheEqualsDatabase } from './gallery-cache.invariants.js';
export { FeedPage, ImagePage, UploadPage, VoteButtons } from './gallery.page.js';
export type * from './gallery.types.js';
