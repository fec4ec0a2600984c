/** The part of jstat (which ships no types) that the oracle test calls. */
declare module 'jstat' {
  interface Distribution {
    cdf(x: number, ...parameters: number[]): number;
    inv(p: number, ...parameters: number[]): number;
  }
  export const jStat: {
    readonly normal: Distribution;
    readonly studentt: Distribution;
    readonly beta: Distribution;
    readonly chisquare: Distribution;
    readonly gammaln: (x: number) => number;
  };
}
