/** When a rule is evaluated: before the model, where it can only reject, or after it, where it also sees the score. */
export type RuleStage = 'fast-reject' | 'review';

/** What a matching rule does at least to the verdict. */
export type RuleEffect = 'REVIEW' | 'REJECT';

/** What a rule sees of the transaction beside its features. */
export interface RuleTransaction {
  /** In cents of the reference currency, see `referenceCents`. */
  readonly amount: number;
  /** ISO 4217 code, upper case. */
  readonly currency: string;
  /** Payment format as the source names it, upper case. */
  readonly format: string;
  /** Empty when the source names none. */
  readonly channel: string;
  /** True when the money stays in the same account. */
  readonly self: boolean;
}

/** The input of the rules that run before the model. */
export interface RuleInput {
  /** One value a feature, in the order of the feature names that the rule set was opened with. */
  readonly features: Float64Array;
  readonly transaction: RuleTransaction;
}

/** The input of the rules that run after the model. */
export interface ReviewInput extends RuleInput {
  /** 0 .. 1, of the model. */
  readonly score: number;
}

/** A rule that matched. The same object at every match of the rule: never change it. */
export interface RuleHit {
  readonly ruleId: string;
  readonly version: number;
  readonly reason: string;
  readonly effect: RuleEffect;
  /** The score of the transaction is raised to this at least; null leaves it. */
  readonly scoreFloor: number | null;
}

/** An example in the rule's own file. What it does not name is 0, false or empty. */
export interface RuleCase {
  readonly name: string;
  readonly features: Readonly<Record<string, number>>;
  readonly transaction: RuleTransaction;
  readonly score: number;
  readonly matches: boolean;
}

/** One rule as its file declares it. */
export interface Rule extends RuleHit {
  /** Name of its file, without the folder. */
  readonly file: string;
  readonly title: string;
  readonly stage: RuleStage;
  /** CEL, of type bool. */
  readonly when: string;
  readonly cases: readonly RuleCase[];
}
