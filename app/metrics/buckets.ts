/**
 * A stage works on a batch for 100 µs (a few events, embedded) up to a minute (a store that was away and is tried again). Steps of about
 * 2.5 keep a quantile within a factor that a person would call the same, at 18 series a stage.
 */
export const stageBucketsSeconds = [
  0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60,
];

/** One decision takes 50 µs (no motif) up to some ms (a hub at its caps); deadlines of payments are counted in 100 ms. */
export const scoreBucketsSeconds = [
  0.00005, 0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5,
];

/** From one transaction that nobody followed to a full batch: 512 and 1,000 are the limits that ship. */
export const batchBucketsRecords = [1, 2, 5, 10, 25, 50, 100, 250, 512, 1000];
