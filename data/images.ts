import { crc32 } from 'node:zlib';
import sharp from 'sharp';
import { seededFaker } from './random.js';

/** A picture on its way up. */
export interface SampleImage {
  /** File name; its ending fits the content unless the picture is broken on purpose. */
  name: string;
  mediaType: string;
  content: Buffer;
}

export interface SampleImageOptions {
  /** Default `png`. */
  format?: 'png' | 'jpeg' | 'webp';
  /** Pixels. Default 64 × 48: small, since most scenarios are about what happens to a picture and not about its size. */
  width?: number;
  height?: number;
}

const ENDINGS = { png: 'png', jpeg: 'jpg', webp: 'webp' } as const;

/** Fields of colour across and down a picture. */
const ACROSS = 8;
const DOWN = 6;

/**
 * A patchwork of colours. The same seed makes the same bytes; different seeds make pictures with different checksums, in every format.
 * @param seed any whole number
 * @example const picture = await sampleImage(7, { format: 'jpeg' });
 */
export async function sampleImage(seed: number, { format = 'png', width = 64, height = 48 }: SampleImageOptions = {}): Promise<SampleImage> {
  const faker = seededFaker(seed);
  const fields = Buffer.from(Array.from({ length: ACROSS * DOWN * 3 }, () => faker.number.int({ max: 255 })));
  const picture = sharp(fields, { raw: { width: ACROSS, height: DOWN, channels: 3 } }).resize(width, height, { kernel: 'nearest', fit: 'fill' });
  const content = await (format === 'png' ? picture.png() : format === 'jpeg' ? picture.jpeg() : picture.webp()).toBuffer();
  return { name: `picture-${seed}.${ENDINGS[format]}`, mediaType: `image/${format}`, content };
}

/** So many pictures, in all formats by turns. */
export async function sampleImages(count: number, firstSeed = 1, options: Omit<SampleImageOptions, 'format'> = {}): Promise<SampleImage[]> {
  const formats = ['png', 'jpeg', 'webp'] as const;
  return await Promise.all(Array.from({ length: count }, (_, i) => sampleImage(firstSeed + i, { ...options, format: formats[i % formats.length] })));
}

/** A picture that must not become one, and what its uploader must be told: at once, or by the picture's status when it is processed. */
export interface BrokenImage extends SampleImage {
  told: { status: number; error: string } | { status: 201; becomes: 'FAILED' };
}

/** Every way of not being a picture that people upload. */
export async function brokenImages(seed = 1): Promise<BrokenImage[]> {
  const good = await sampleImage(seed, { width: 320, height: 240 });
  const tiff = await sharp(good.content).tiff().toBuffer();
  return [
    // Its header is whole, so that only decoding it shows that the rest is missing.
    { name: 'truncated.png', mediaType: 'image/png', content: good.content.subarray(0, Math.floor(good.content.length / 2)), told: { status: 201, becomes: 'FAILED' } },
    { name: 'tiff-by-another-name.png', mediaType: 'image/png', content: tiff, told: { status: 415, error: 'not_an_image' } },
    { name: 'text.jpg', mediaType: 'image/jpeg', content: Buffer.from('This is not a picture.\n'), told: { status: 415, error: 'not_an_image' } },
    { name: 'empty.png', mediaType: 'image/png', content: Buffer.alloc(0), told: { status: 415, error: 'not_an_image' } },
    { name: 'huge.png', mediaType: 'image/png', content: claimingSize(good.content, 100_000, 100_000), told: { status: 422, error: 'image_too_large' } },
  ];
}

/** The bytes in which a PNG begins: signature, then its first chunk: length, type IHDR, width, height … and a checksum. */
const IHDR = { type: 12, width: 16, height: 20, end: 29 } as const;

/** A PNG whose header claims another size, with a checksum that fits: a few bytes that would become gigabytes of pixels. */
function claimingSize(png: Buffer, width: number, height: number): Buffer {
  const claiming = Buffer.from(png);
  claiming.writeUInt32BE(width, IHDR.width);
  claiming.writeUInt32BE(height, IHDR.height);
  claiming.writeUInt32BE(crc32(claiming.subarray(IHDR.type, IHDR.end)), IHDR.end);
  return claiming;
}
