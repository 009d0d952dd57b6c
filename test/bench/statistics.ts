/** Medians and percentiles. A benchmark says what it saw: no run is dropped, and a ratio is made inside one run. */

/** Linear between the two nearest ranks; throws on nothing measured, which is never a zero. */
export function quantile(values: readonly number[], q: number): number {
  if (values.length === 0) throw new RangeError('nothing was measured');
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * q;
  const low = sorted[Math.floor(at)] ?? 0;
  const high = sorted[Math.ceil(at)] ?? low;
  return low + (high - low) * (at - Math.floor(at));
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

export type Percentiles = Readonly<{ p50: number; p95: number; most: number }>;

export function percentiles(values: readonly number[]): Percentiles {
  return { p50: quantile(values, 0.5), p95: quantile(values, 0.95), most: Math.max(...values) };
}

/** The median of the runs' own ratios: what else the machine does in a run weighs on both sides of it. */
export function pairedRatio(over: readonly number[], under: readonly number[]): number {
  if (over.length !== under.length) throw new RangeError('the two sides were not measured in the same runs');
  return median(over.map((value, at) => value / (under[at] ?? Number.NaN)));
}
