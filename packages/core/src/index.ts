// Every public name of the package, by what it is for. One list though long: it is the package's door, and a name that is
// not in it is nobody's business outside.

// events: what happened, as it is sent and parsed

export type {
  AliasBody,
  AnonymousId,
  EventBody,
  EventId,
  EventType,
  GroupBody,
  IdentifyBody,
  JsonObject,
  JsonValue,
  LikenessEvent,
  PageBody,
  TrackBody,
  UserId,
  WireEnvelope,
  WireEvent,
} from './event/event.ts';
export { type EventBatch, parseEventBatch } from './event/event-batch.ts';
export { createEventIdSource, eventIdTime, isUuidV7, layOutEventId } from './event/event-id.ts';
export { eventLimits, type JsonLimits, operatorEventLimits } from './event/event-limits.ts';
export { describeIssue, type Issue, issue } from './event/issue.ts';
export type { PageMetadata } from './event/page-metadata.ts';
export { type EventDefaults, parseEvent } from './event/parse-event.ts';
export { storable } from './event/parse-json.ts';
export { parseTime } from './event/parse-time.ts';
export { semanticEvents } from './event/semantic-events.ts';
export {
  checkAgainstPlan,
  type EventPlan,
  type OnViolation,
  type PlannedType,
  type PlanVerdict,
  type PropertyPlan,
  type TrackingPlan,
  violationLimit,
} from './event/tracking-plan.ts';
export { err, ok, type Result } from './result.ts';

// profiles: what events fold into, and what is read from them

export { extractFeatures } from './feature/extract-features.ts';
export { type ActionWeights, actionWeights } from './profile/action-weights.ts';
export { type SortedDifferences, sortDifferences } from './profile/bounded-differences.ts';
export type { ChannelSlice, Touch } from './profile/channel.ts';
export { type ClickId, clickIdOf, isPaidClick } from './profile/click-id.ts';
export {
  type Clicks,
  type ClickThroughSlice,
  clickThroughRate,
  placementLimit,
} from './profile/click-through.ts';
export {
  compareProfiles,
  type ProfileDifference,
  type ProfileTolerance,
} from './profile/compare-profiles.ts';
export { type Count, type CountSlice, countLimit, countName } from './profile/count.ts';
export {
  activeDays,
  countInWindow,
  type DayCounts,
  type DaySlice,
  dayLimit,
  dayOf,
  type WindowDays,
} from './profile/days.ts';
export { dayMs, decayFactor, decayTo, hourMs } from './profile/decay.ts';
export { type DeviceClass, deviceClass } from './profile/device-class.ts';
export { createMap } from './profile/draft.ts';
export { adoptProfile, draftProfile, type ProfileDraft } from './profile/draft-profile.ts';
export {
  type EngagementReading,
  type EngagementSlice,
  emptyEngagement,
  readEngagement,
} from './profile/engagement.ts';
export { normalisedEntropy } from './profile/entropy.ts';
export {
  type EnvironmentFact,
  type EnvironmentSlice,
  environmentFacts,
  type Stated,
} from './profile/environment.ts';
export { type EdgeKind, eventEdges, type SocialEdge } from './profile/event-edges.ts';
export { eventTags, type TagTouch } from './profile/event-tags.ts';
export type { EventContribution, ProfileExplanation } from './profile/explain.ts';
export { explainCount, explainDaysSince, explainRate, explainWindow } from './profile/explain-activity.ts';
export {
  type AttentionReading,
  explainAttention,
  explainClickThrough,
  explainWebVital,
} from './profile/explain-attention.ts';
export { explainChannel, explainEnvironment, explainTrait } from './profile/explain-fact.ts';
export {
  type ExplainContext,
  type ExplainTarget,
  explainProfile,
  type RateSpan,
} from './profile/explain-profile.ts';
export { explainPsychographic, type PsychographicReading } from './profile/explain-psychographic.ts';
export { explainRelevance } from './profile/explain-relevance.ts';
export { explainSocial, explainTie, type SocialReadingName } from './profile/explain-social.ts';
export { type ExplainedTag, explainTag } from './profile/explain-tag.ts';
export {
  explainLifetimeValue,
  explainRfm,
  explainWorth,
  type WorthReading,
} from './profile/explain-worth.ts';
export { type Buyer, fewestLifetimeBuyers, fitLifetimeModel } from './profile/fit-lifetime-model.ts';
export { foldEvent, foldEvents, foldInPlace } from './profile/fold-event.ts';
export {
  compileRules,
  type FoldRuleSource,
  type FoldRules,
} from './profile/fold-rules.ts';
export {
  defaultTagHalfLives,
  type HalfLifePair,
  halfLivesOf,
  type TagHalfLives,
} from './profile/half-lives.ts';
export {
  familyLimit,
  type InterestSlice,
  readTags,
  type Tag,
  type TagReading,
  tagLimit,
} from './profile/interest.ts';
export {
  type LifetimeModel,
  type LifetimeValue,
  lifetimeValue,
  purchaseHistory,
} from './profile/lifetime-value.ts';
export { createLocalClock, type LocalClock, type LocalTime } from './profile/local-time.ts';
export { mergeProfiles } from './profile/merge-profiles.ts';
export { parseExplainTarget } from './profile/parse-explain-target.ts';
export { emptyProfile, type Profile } from './profile/profile.ts';
export {
  emptyPsychographics,
  isDiscounted,
  type PriceSums,
  type PsychographicSlice,
  priceCategoryLimit,
  priceLogScale,
} from './profile/psychographic.ts';
export {
  type EventKind,
  eventKind,
  eventKinds,
  type Rate,
  type RateSlice,
  rateHalfLives,
  ratePerDay,
} from './profile/rate.ts';
export {
  type PriceDistribution,
  type PsychographicOptions,
  type Psychographics,
  readPsychographics,
} from './profile/read-psychographics.ts';
export { type Arrival, type ReferrerClass, referrerClass } from './profile/referrer-class.ts';
export {
  type CrowdShares,
  defaultCrowdPrior,
  evenMix,
  learnRelevanceMix,
  type RelevanceMix,
  type RelevanceReading,
  type RelevanceSource,
  type RelevantTag,
  readRelevance,
  withRelevance,
} from './profile/relevance.ts';
export { type Rfm, type RfmCuts, type RfmScore, rfmCuts, rfmOf, rfmScore } from './profile/rfm.ts';
export {
  readSocial,
  type SocialReading,
  type SocialSlice,
  socialHalfLifeMs,
  type Tie,
  tieLimit,
} from './profile/social.ts';
export { defaultTagRules, type TagRule, type TagTransform, type TextTransform } from './profile/tag-rule.ts';
export { priceBand, tagValue, tagValueLength } from './profile/tag-value.ts';
export { rollUpTags, type TaxonomyReading } from './profile/taxonomy.ts';
export { type Trait, type TraitSlice, traitLimit, traitValueLength } from './profile/trait.ts';
export {
  compileTraitFusion,
  type SourceTrust,
  type TraitFusion,
  type TrustOf,
} from './profile/trait-fusion.ts';
export {
  currencyLimit,
  currencyOf,
  orderAmountMicros,
  unknownCurrency,
  type Value,
  type ValueSlice,
} from './profile/value.ts';
export {
  vitalAccuracy,
  vitalQuantile,
  type WebVital,
  type WebVitalSlice,
  webVitals,
} from './profile/web-vitals.ts';

// the essentials of a profile and their segments, for who must be small: a page

export { createEssentialFold, type EssentialFoldDeps, type ProfileFold } from './profile/essential-fold.ts';
export { matchesRule } from './segment/matches-rule.ts';
export { type EssentialMeasure, readEssentialMeasure } from './segment/read-essential-measure.ts';
export { readyMadeRules } from './segment/ready-made-rules.ts';

// segments: rules over profiles

export { describeSegmentRule } from './segment/describe-rule.ts';
export { evaluateSegment, type SegmentOutlook } from './segment/evaluate-segment.ts';
export { explainSegment, type SegmentExplanation } from './segment/explain-segment.ts';
export { matchesSegment, type SegmentContext } from './segment/matches-segment.ts';
export { nextChange } from './segment/next-change.ts';
export { parseSegmentRule } from './segment/parse-rule.ts';
export { highEdge, lowEdge } from './segment/passes-test.ts';
export { type ReadyMadeOptions, readyMadeSegments } from './segment/ready-made-segments.ts';
export {
  type Comparison,
  type Measure,
  ruleLimits,
  ruleTolerance,
  type Scalar,
  type SegmentDefinition,
  type SegmentRule,
  type Test,
} from './segment/rule.ts';
export { createSegmentSet, type SegmentSet, segmentsIn } from './segment/segment-set.ts';
export { mostHalfLives } from './segment/tag-curve.ts';

// preprocessing: features as models read them

export { binOf, quantileEdges } from './feature/bin.ts';
export { type BinnerColumn, type BinnerState, createBinner } from './feature/binner.ts';
export type { ColumnState, EncoderState, Encoding } from './feature/encode-features.ts';
export {
  createRelevance,
  learnRelevance,
  type Relevance,
  type RelevanceState,
  rankFeatures,
  selectFeatures,
} from './feature/feature-relevance.ts';
export { hashSlot } from './feature/hash-slot.ts';
export {
  createImputer,
  type Imputed,
  type Imputer,
  type ImputerState,
  type ImputeStrategy,
} from './feature/impute.ts';
export { withInteractions } from './feature/interactions.ts';
export { addToReservoir, createReservoir, type ReservoirState } from './feature/reservoir.ts';
export { createScale, learnScale, type ScaleState, scaleOne, signedLog } from './feature/scale.ts';
export { createScaler, type ScalerColumn, type ScalerState } from './feature/scaler.ts';
export type { Transformer } from './feature/transformer.ts';
export {
  createWindow,
  learnWindow,
  type WindowOptions,
  type WindowState,
  withWindow,
} from './feature/window.ts';

// models of named features: will it happen, how much

export {
  type AdaptiveBaggingOptions,
  type AdaptiveBaggingState,
  createAdaptiveBagging,
} from './models/adaptive-bagging.ts';
export { type BaseRateOptions, type BaseRateState, createBaseRate } from './models/base-rate.ts';
export { type Calibration, type CalibrationState, createCalibration } from './models/calibration.ts';
export {
  type DecisionTree,
  type DecisionTreeOptions,
  explainDecisionTree,
  type LabelledRow,
  predictDecisionTree,
  trainDecisionTree,
} from './models/decision-tree.ts';
export { createFtrlModel, type FtrlOptions, type FtrlState } from './models/ftrl.ts';
export {
  createHoeffdingTree,
  type HoeffdingTreeOptions,
  type HoeffdingTreeState,
} from './models/hoeffding-tree.ts';
export {
  createLinearRegression,
  type LinearRegressionOptions,
  type LinearRegressionState,
} from './models/linear-regression.ts';
export { createLinearSvm, type LinearSvmOptions, type LinearSvmState } from './models/linear-svm.ts';
export { logOdds, sigmoid } from './models/log-odds.ts';
export {
  createLogisticRegression,
  type LogisticOptions,
  type LogisticState,
} from './models/logistic-regression.ts';
export {
  createMixer,
  type Mixer,
  type MixerInput,
  type MixerOptions,
  type MixerState,
} from './models/mixer.ts';
export { createNeuralNet, type NeuralNetOptions, type NeuralNetState } from './models/neural-net.ts';
export type {
  Contribution,
  ExplainableModel,
  Explanation,
  Features,
  FeatureValue,
  ItemisedModel,
  OnlineModel,
} from './models/online-model.ts';
export { createPropensityModel, type PropensityOptions, type PropensityState } from './models/propensity.ts';
export type { EncodedState } from './models/sparse-learner.ts';
export {
  createStreamClassifier,
  type StreamClassifierOptions,
  type StreamClassifierState,
} from './models/stream-classifier.ts';

// models of sequences, items, baskets, clusters, interests and purchases

export {
  type AssociationRule,
  type MiningOptions,
  mineAssociationRules,
} from './models/association-rules.ts';
export type { BoundedIndex } from './models/bounded-index.ts';
export type { ClusterState } from './models/cluster-state.ts';
export {
  type CoOccurrenceOptions,
  type CoOccurrenceState,
  createCoOccurrence,
  itemBasedFilter,
  type RelatedItem,
} from './models/co-occurrence.ts';
export {
  type ClusterDescription,
  type ClusterTrait,
  describeClusters,
} from './models/describe-clusters.ts';
export {
  createEngagementModel,
  ENGAGEMENT_SIGNALS,
  type EngagementBelief,
  type EngagementSignal,
  type EngagementState,
} from './models/engagement-model.ts';
export { fitPurchaseForecast } from './models/fit-purchase-forecast.ts';
export { createGru, type GruOptions, type GruState } from './models/gru.ts';
export {
  createInterestModel,
  type ExpectedTag,
  type InterestOptions,
  type InterestQuestion,
} from './models/interest-model.ts';
export type { InterestState, UserInterests } from './models/interest-state.ts';
export { createMarkovModel, type MarkovOptions, type MarkovState } from './models/markov-model.ts';
export {
  createMatrixFactorisation,
  type MatrixFactorisationOptions,
  type MatrixFactorisationState,
  type UserItem,
} from './models/matrix-factorisation.ts';
export { createOnlineKMeans, type OnlineKMeans, type OnlineKMeansOptions } from './models/online-k-means.ts';
export { createPairRules, type PairRuleOptions, type PairRuleState } from './models/pair-rules.ts';
export {
  aliveProbability,
  expectedPurchases,
  type PurchaseHistory,
  type PurchaseParameters,
} from './models/purchase-forecast.ts';
export {
  createRatingModel,
  type RatingInput,
  type RatingOptions,
  type RatingState,
} from './models/rating-model.ts';
export {
  createRecommender,
  type ItemTouch,
  type Recommendation,
  type RecommendationReason,
  type RecommendationRequest,
  type RecommenderOptions,
  type RecommenderState,
} from './models/recommender.ts';
export { measureRule, type RuleMeasures } from './models/rule-measures.ts';
export {
  createSequenceMixer,
  type SequenceMixerOptions,
  type SequenceMixerState,
} from './models/sequence-mixer.ts';

// texts: words, sentiment, keywords

export {
  createSentimentModel,
  type SentimentModelOptions,
} from './models/sentiment-model.ts';
export { createTextModel, type TextModelOptions, type TextModelState } from './models/text-model.ts';
export { CHINESE_LEXICON } from './text/chinese-lexicon.ts';
export { ENGLISH_LEXICON } from './text/english-lexicon.ts';
export {
  extractKeywords,
  type Keyword,
  type KeywordField,
  type KeywordOptions,
} from './text/extract-keywords.ts';
export {
  EMPTY_KEYWORD_BACKGROUND,
  foldPageWords,
  type KeywordBackground,
  rarityOf,
} from './text/keyword-background.ts';
export type { Lexicon } from './text/lexicon.ts';
export { createLexiconSentiment, type LexiconSentiment, type Sentiment } from './text/lexicon-sentiment.ts';
export { type SegmentTextOptions, segmentText } from './text/segment-text.ts';

// drift: has the world changed

export { type AdwinOptions, type AdwinState, createAdwin } from './drift/adwin.ts';
export {
  createDriftWatch,
  type DriftAlarm,
  type DriftWatch,
  type DriftWatchState,
  type WatchedOutcome,
} from './drift/drift-watch.ts';
export {
  createFeatureDrift,
  type FeatureAlarm,
  type FeatureDrift,
  type FeatureDriftState,
  featureStability,
  type WatchedFeature,
} from './drift/feature-drift.ts';
export {
  createPageHinkley,
  type DriftDetector,
  type PageHinkleyOptions,
  type PageHinkleyState,
} from './drift/page-hinkley.ts';
export { populationStability, readStability, type Stability } from './drift/population-stability.ts';

// evaluation: how good is it, which is better

export { auc } from './evaluate/auc.ts';
export {
  autoTune,
  type TuneCandidate,
  type TuneOptions,
  type TuneResult,
  type TuneStanding,
  tuneCandidate,
} from './evaluate/auto-tune.ts';
export { type BootstrapInterval, type BootstrapOptions, bootstrap } from './evaluate/bootstrap.ts';
export { expectedCalibrationError, type ReliabilityBin, reliability } from './evaluate/calibration-error.ts';
export { type ModelComparison, mcNemar, pairedTTest, wilcoxonSignedRank } from './evaluate/compare-models.ts';
export {
  accuracy,
  type BinaryLabels,
  type Confusion,
  countConfusion,
  f1,
  precision,
  recall,
} from './evaluate/confusion.ts';
export {
  type CrossValidated,
  crossValidate,
  type Fold,
  kFolds,
  timeFolds,
} from './evaluate/cross-validate.ts';
export { kappa, kappaTemporal } from './evaluate/kappa.ts';
export { type CurvePoint, learningCurve } from './evaluate/learning-curve.ts';
export { brier, logLoss, logLossOne } from './evaluate/log-loss.ts';
export {
  type PrequentialRun,
  runPrequential,
  type Scored,
  type StreamExample,
} from './evaluate/prequential.ts';
export {
  coverage,
  hitRate,
  meanReciprocalRank,
  ndcg,
  ndcgOfRanks,
  rankOf,
  recallAt,
} from './evaluate/ranking.ts';
export { mae, rmse, rSquared } from './evaluate/regression-error.ts';
export { silhouette } from './evaluate/silhouette.ts';

// experiments: assignment, tests, bandits

export { adjustPValues, type PValueAdjustment } from './experiment/adjust-p-values.ts';
export {
  type AlwaysValidOptions,
  type AlwaysValidResult,
  type AlwaysValidVerdict,
  alwaysValidMeans,
  alwaysValidProportions,
  keepSmallest,
} from './experiment/always-valid-test.ts';
export { type Allocation, assignVariant, type Variant } from './experiment/assign-variant.ts';
export {
  type BanditArm,
  type BanditChoice,
  type BanditState,
  chooseByThompson,
  chooseByUcb,
  createBanditState,
  foldReward,
} from './experiment/beta-bandit.ts';
export {
  type BeliefComparison,
  type BetaBelief,
  compareBeliefs,
  credibleInterval,
  FLAT_PRIOR,
  posteriorBelief,
} from './experiment/beta-binomial.ts';
export {
  adjustByCuped,
  type CupedArms,
  EMPTY_PAIRED_MOMENTS,
  foldPairedMoments,
  mergePairedMoments,
  type PairedMoments,
} from './experiment/cuped.ts';
export { fisherExactTest } from './experiment/fisher-exact-test.ts';
export {
  createLinearBandit,
  type LinearArm,
  type LinearBandit,
  type LinearBanditOptions,
  type LinearBanditState,
} from './experiment/linear-bandit.ts';
export { type MannWhitneyResult, mannWhitneyTest } from './experiment/mann-whitney-test.ts';
export {
  estimateDoublyRobust,
  estimateIps,
  type LoggedChoice,
  type OffPolicyEstimate,
} from './experiment/off-policy.ts';
export { powerOfRates, sampleSizeOfMeans, sampleSizeOfRates, type TestRisks } from './experiment/power.ts';
export type { Interval, Proportion } from './experiment/proportion.ts';
export { checkSampleRatio, type SampleRatioResult } from './experiment/sample-ratio-mismatch.ts';
export { type TwoProportionResult, twoProportionTest } from './experiment/two-proportion-test.ts';
export { type WelchResult, welchTest } from './experiment/welch-test.ts';

// tuning: update policies judged in shadow

export {
  createShadowEvaluation,
  type ShadowEvaluation,
  type ShadowOptions,
} from './tune/shadow-evaluation.ts';
export {
  type FamilyOutcome,
  type FamilyTuning,
  type PolicyScore,
  tuneFamilies,
} from './tune/tune-report.ts';
export {
  candidatePolicies,
  configuredPolicy,
  type UpdatePolicy,
  type Weighting,
  weighAmount,
} from './tune/update-policy.ts';

// privacy: consent, redaction, noise, budgets, federated training

export {
  type BoundedLinearState,
  type BoundedTable,
  encodeExamples,
  explainBounded,
  type LabelledFeatures,
  predictBounded,
} from './privacy/bounded-linear.ts';
export {
  type BudgetExceeded,
  createBudget,
  epsilonOfRho,
  gaussianRho,
  type PrivacyBudget,
  pureRho,
  rhoOfEpsilon,
  spendBudget,
} from './privacy/budget.ts';
export {
  answerConsent,
  CONSENT_PURPOSES,
  type Consent,
  type ConsentAnswer,
  type ConsentPolicy,
  type ConsentPurpose,
  isAllowed,
  mergeConsent,
} from './privacy/consent.ts';
export {
  type ClientUpdate,
  createFederatedState,
  type FederatedOptions,
  type FederatedState,
  federatedAverage,
  trainClient,
} from './privacy/federated-average.ts';
export { checkKAnonymity, type KAnonymityResult } from './privacy/k-anonymity.ts';
export { discreteGaussianNoise, discreteLaplaceNoise, gaussianNoise, laplaceNoise } from './privacy/noise.ts';
export { type RecoveredShare, randomiseChoice, recoverShares } from './privacy/randomised-response.ts';
export { redactText } from './privacy/redact.ts';
export {
  type PrivateTraining,
  type PrivateTrainingOptions,
  trainPrivately,
} from './privacy/train-privately.ts';

// statistics and small tools

export { hashString } from './statistics/hash-string.ts';
export {
  EMPTY_MOMENTS,
  foldMoments,
  type Moments,
  mergeMoments,
  momentsOf,
  sampleVariance,
} from './statistics/moments.ts';
export { normalCdf, normalQuantile } from './statistics/normal-distribution.ts';
export { createSeededRandom, type Random } from './statistics/seeded-random.ts';
