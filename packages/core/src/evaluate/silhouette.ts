/**
 * Mean silhouette (Rousseeuw 1987): (b − a)/max(a, b), a the mean distance to one's own cluster and b to the
 * nearest other; −1 to 1, higher is better, 0 for a cluster of one. Euclidean; costs the square of the number
 * of points, so pass a sample.
 */
export function silhouette(points: readonly (readonly number[])[], clusters: readonly number[]): number {
  const sizes = new Map<number, number>();
  for (const cluster of clusters) sizes.set(cluster, (sizes.get(cluster) ?? 0) + 1);
  if (sizes.size < 2) return 0;
  let total = 0;
  points.forEach((point, i) => {
    const own = clusters[i] ?? 0;
    const ownSize = sizes.get(own) ?? 1;
    if (ownSize === 1) return;
    const sums = new Map<number, number>();
    points.forEach((other, j) => {
      const cluster = clusters[j] ?? 0;
      sums.set(cluster, (sums.get(cluster) ?? 0) + distance(point, other));
    });
    const inside = (sums.get(own) ?? 0) / (ownSize - 1);
    let outside = Number.POSITIVE_INFINITY;
    for (const [cluster, sum] of sums)
      if (cluster !== own) outside = Math.min(outside, sum / (sizes.get(cluster) ?? 1));
    const larger = Math.max(inside, outside);
    if (larger > 0) total += (outside - inside) / larger;
  });
  return total / points.length;
}

function distance(a: readonly number[], b: readonly number[]): number {
  return Math.sqrt(a.reduce((sum, x, i) => sum + (x - (b[i] ?? 0)) ** 2, 0));
}
