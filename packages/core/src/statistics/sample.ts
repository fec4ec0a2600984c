import type { Random } from './seeded-random.ts';

/** One draw from the standard normal distribution (Box and Muller, 1958). */
export function sampleNormal(random: Random): number {
  // 1 − u is never 0, so the logarithm is finite.
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/**
 * One draw from Gamma(shape, scale 1), for shape > 0.
 *
 * Source: Marsaglia & Tsang, "A simple method for generating gamma variables", ACM TOMS 26 (2000).
 */
export function sampleGamma(shape: number, random: Random): number {
  if (shape < 1) return sampleGamma(shape + 1, random) * (1 - random()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = sampleNormal(random);
    const v = (1 + c * x) ** 3;
    if (v <= 0) continue;
    if (Math.log(1 - random()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** One draw from Beta(a, b), for a, b > 0, as a ratio of gamma draws. */
export function sampleBeta(a: number, b: number, random: Random): number {
  const x = sampleGamma(a, random);
  const y = sampleGamma(b, random);
  // Both can underflow to 0 when the shapes are tiny; a fair coin weighted by the means is the limit then.
  return x + y > 0 ? x / (x + y) : random() < a / (a + b) ? 1 : 0;
}
