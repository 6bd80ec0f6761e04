import { Faker, en, base } from '@faker-js/faker';

/**
 * A faker of one's own: the same seed makes the same data, whatever else draws random numbers in between.
 * @param seed any whole number; say it in evidence when data matters to a failure
 */
export function seededFaker(seed: number): Faker {
  const faker = new Faker({ locale: [en, base] });
  faker.seed(seed);
  return faker;
}
