import { apply, type ApplyOptions } from '../../apply.js';
import { desire } from '../../desire.js';
import type { ObservedState } from '../../ObservedState.js';
import type { Plan } from '../../Plan.js';
import * as Policy from '../../policy.js';
import type { Provider, Scope } from '../../Provider.js';
import type { Report } from '../../Report.js';
import { plan, scopeOf } from '../../reconcile.js';
import type { Settings } from '../../Settings.js';
import type { Snapshot } from '../../Snapshot.js';
import type { Cloud } from '../cloud.js';

/** What the laws are about. The real one is `real`; a broken one must be caught. */
export interface Planner {
  readonly scope: (settings: Settings) => (snapshot: Snapshot) => Scope;
  readonly plan: (settings: Settings) => (observed: ObservedState, snapshot: Snapshot) => Plan;
  readonly apply: (options: ApplyOptions) => (plan: Plan) => (provider: Provider) => () => Promise<Report>;
  /** Policies by name. */
  readonly policies: Readonly<Record<string, (observed: ObservedState) => Policy.Policy>>;
}

/** The planner of this package. */
export const real: Planner = {
  scope: (settings) => (snapshot) => scopeOf(desire(settings)(snapshot)),
  plan,
  apply,
  policies: {
    sync: () => Policy.sync,
    'upsert-only': () => Policy.upsertOnly,
    'create-only': () => Policy.createOnly,
    brake: Policy.brake({ share: 0.3, atLeast: 2, absolute: 4 }),
    protect: () => Policy.protect(['shop/web', 'lb-e1']),
    all: (observed) => Policy.all([Policy.protect(['ops/dns']), Policy.brake(Policy.brakeDefaults)(observed)]),
  },
};

/** A cloud to play on: a provider, what the cloud holds, and a hand that changes it from outside. */
export interface Stage {
  readonly provider: Provider;
  /** All there is, once every task is done. */
  readonly cloud: () => Cloud;
  /** Lets time pass there. */
  readonly wait: (milliseconds: number) => () => Promise<void>;
  /** A person at work in the console. */
  readonly disturb: (change: (cloud: Cloud) => Cloud) => void;
}

/** A planner and how to open a stage for it. */
export interface Play {
  readonly planner: Planner;
  readonly open: (cloud: Cloud) => Stage;
}
