import type { Faker } from '@faker-js/faker';
// One language: the package itself loads all seventy, which is a sixth of a worker's start.
import { faker as english } from '@faker-js/faker/locale/en';

/**
 * A faker of one's own: the same seed makes the same data, whatever else draws random numbers in between.
 * @param seed any whole number; say it in evidence when data matters to a failure
 */
export function seededFaker(seed: number): Faker {
  const faker = new (english.constructor as typeof Faker)({ locale: english.rawDefinitions });
  faker.seed(seed);
  return faker;
}
