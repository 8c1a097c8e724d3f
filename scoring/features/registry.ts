import { assert } from '../../base/assert.ts';
import { digestId } from '../../base/ids.ts';
import { activityFeatures } from './activity.ts';
import { amountFeatures } from './amount.ts';
import { behaviourFeatures } from './behaviour.ts';
import { centralityFeatures } from './centrality.ts';
import { communityFeatures } from './community.ts';
import type { FeatureContext } from './context.ts';
import { denseFeatures } from './dense.ts';
import { fanFeatures } from './fan.ts';
import type { Feature } from './feature.ts';
import { labelFeatures } from './label.ts';
import { linkFeatures } from './link.ts';
import { linkStrengthFeatures } from './link-strength.ts';
import { memoryFeatures } from './memory.ts';
import { motifFeatures } from './motif.ts';
import { pairFeatures } from './pair.ts';
import { patternFeatures } from './pattern.ts';
import { structuringFeatures } from './structuring.ts';

/** Every feature, in the order of the vector. A new family is one file and one line here. */
const families: readonly (readonly Feature[])[] = [
  amountFeatures,
  behaviourFeatures,
  pairFeatures,
  fanFeatures,
  motifFeatures,
  linkFeatures,
  communityFeatures,
  activityFeatures,
  memoryFeatures,
  structuringFeatures,
  linkStrengthFeatures,
  patternFeatures,
  centralityFeatures,
  denseFeatures,
  labelFeatures,
];

/** The features of this version: what a vector's numbers mean. */
export interface FeatureSet {
  readonly features: readonly Feature[];
  readonly names: readonly string[];
  /** Over name, unit, window and revision of each feature in order: a model made for another hash is refused. */
  readonly hash: string;
}

export const featureSet: FeatureSet = makeFeatureSet(families.flat());

function makeFeatureSet(features: readonly Feature[]): FeatureSet {
  const names = features.map((feature) => feature.name);
  assert(new Set(names).size === names.length, 'two features have one name');
  const hash = digestId(features.map((f) => `${f.name} ${f.unit} ${f.window} ${f.revision ?? 1}`));
  return { features, names, hash };
}

/** The vector of the context's present transfer: one finite number a feature, in registry order. */
export function computeVector(context: FeatureContext): Float64Array {
  const { features } = featureSet;
  const vector = new Float64Array(features.length);
  for (let index = 0; index < features.length; index += 1) {
    const feature = features[index] as Feature;
    const value = feature.compute(context);
    // The message is made for the defect alone: made for every value it would cost as much as the features.
    if (!Number.isFinite(value)) assert(false, `feature ${feature.name} is ${value}`);
    vector[index] = value;
  }
  return vector;
}

/** What other programs need to know of the features: written beside every feature table, and the base of the docs table. */
export function featureManifest() {
  return {
    hash: featureSet.hash,
    features: featureSet.features.map(({ name, unit, window, description }) => ({
      name,
      unit,
      window,
      description,
    })),
  };
}
