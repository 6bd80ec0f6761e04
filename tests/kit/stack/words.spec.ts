import { expect, test } from '@playwright/test';
import { maskText, maskUrl } from '../../../fixtures/stack/mask.js';
import { didYouMean, nearest } from '../../../fixtures/stack/nearest.js';

test('the password of an address is never shown', () => {
  expect(maskUrl('postgres://ann:s3cret@127.0.0.1:5432/shop')).toBe('postgres://ann:***@127.0.0.1:5432/shop');
  expect(maskUrl('redis://:s3cret@127.0.0.1:6379/0')).toBe('redis://:***@127.0.0.1:6379/0');
  expect(maskUrl('amqp://ann:s3:cr@t@host/vhost')).toBe('amqp://ann:***@host/vhost');
  expect(maskUrl('postgres://host/db?user=ann&password=s3cret')).toBe('postgres://host/db?user=ann&password=***');
  expect(maskUrl('http://127.0.0.1:8080/a?b=c')).toBe('http://127.0.0.1:8080/a?b=c');
});

test('passwords in a log are masked, and nothing else is', () => {
  expect(maskText('connect to redis://:s3cret@127.0.0.1:1 failed at 10:00:01, see ann@example.org'))
    .toBe('connect to redis://:***@127.0.0.1:1 failed at 10:00:01, see ann@example.org');
});

test('a misspelt word is answered with the one that was meant', () => {
  const known = ['instances', 'workers', 'settings', 'patch', 'dedicated'];
  expect(nearest('instance', known)).toBe('instances');
  expect(nearest('wrokers', known)).toBe('workers');
  expect(nearest('Patch', known)).toBe('patch');
  expect(nearest('colour', known)).toBeUndefined();
  expect(didYouMean('dedicate', known)).toBe(' Did you mean "dedicated"?');
  expect(didYouMean('colour', known)).toBe('');
});
