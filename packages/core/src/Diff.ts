import type { AttributeChange, Attributes } from './Attributes.js';
import type { BackendSet } from './Backend.js';
import type { ListenerKey, ListenerSettings, ListenerWish, SettingChange } from './Listener.js';
import type { LoadBalancerKey, Network, Purchase } from './LoadBalancer.js';
import type { Limits, ObservedListener, ObservedLoadBalancer, ObservedRule } from './ObservedState.js';
import type { Tags } from './Ownership.js';
import type { PlanError } from './PlanError.js';
import type { CloudId, Ref } from './Ref.js';
import type { RuleSettings, RuleWish } from './Rule.js';
import type { ServiceKey } from './Service.js';
import type { Why } from './Why.js';

/** Backends that one step is about, and why. */
export interface BackendsChange {
  readonly set: BackendSet;
  readonly why: Why;
}

/** How the backends of one listener differ. */
export interface BackendsDiff {
  /** Wanted and not there. */
  readonly register?: BackendsChange;
  /** There, with another weight than wanted; the weights are the wanted ones. */
  readonly reweigh?: BackendsChange;
  /** There, and neither wanted nor tolerated. */
  readonly deregister?: BackendsChange;
  /** How many there are now. */
  readonly present: number;
}

/** How one forwarding rule differs. */
export type RuleDiff =
  | { readonly _tag: 'Create'; readonly wish: RuleWish; readonly backends?: BackendsDiff }
  | {
      readonly _tag: 'Keep';
      readonly observed: ObservedRule;
      readonly settings: RuleSettings;
      readonly changes: ReadonlyArray<SettingChange>;
      readonly settingsWhy: Why;
      readonly backends?: BackendsDiff;
    }
  | {
      readonly _tag: 'Delete';
      readonly observed: ObservedRule;
      /** The domain that answers for all others from then on, where it was this rule's. */
      readonly newDefault?: string;
      readonly why: Why;
    };

/** How one listener differs. */
export type ListenerDiff =
  | {
      readonly _tag: 'Create';
      readonly uid: string;
      readonly wish: ListenerWish;
      readonly backends?: BackendsDiff;
      readonly rules?: ReadonlyArray<RuleDiff>;
    }
  | {
      readonly _tag: 'Keep';
      readonly observed: ObservedListener;
      readonly settings: ListenerSettings;
      readonly changes: ReadonlyArray<SettingChange>;
      readonly settingsWhy: Why;
      readonly backends?: BackendsDiff;
      readonly rules?: ReadonlyArray<RuleDiff>;
    }
  | {
      readonly _tag: 'Delete';
      readonly observed: ObservedListener;
      /** Whether a listener to be created needs its slot: then it goes first. */
      readonly blocking: boolean;
      readonly why: Why;
    };

/** How the marks on a user's CLB differ. */
export interface MarksDiff {
  readonly set: Tags;
  /** Records for listeners that exist or will: `<uid>_<listener id>`. */
  readonly records: ReadonlyArray<{
    readonly uid: string;
    readonly listener: CloudId | { readonly planned: ListenerKey };
  }>;
  /** In the order they must go: records, users, the cluster. */
  readonly remove: ReadonlyArray<string>;
  /** The claims of the Services that are marked. */
  readonly claims: ReadonlyArray<Why>;
  /** The reasons of the Services that leave. */
  readonly leavings: ReadonlyArray<Why>;
}

/** An attribute of a CLB that differs, and why. */
export type AttributeDiff = AttributeChange & { readonly why: Why };

/** How the attributes of a CLB differ. */
export interface AttributesDiff {
  /** The wanted values of those that differ. */
  readonly values: Attributes;
  /** In the order of `Attributes.fields`; never empty. */
  readonly changes: ReadonlyArray<AttributeDiff>;
  /** Whether they are set before listeners are made: nothing of ours is served there yet. */
  readonly early: boolean;
}

/** A CLB of our own to be made. */
export interface Creation {
  readonly network: Network;
  readonly name: string;
  readonly clientToken: string;
  readonly tags: Tags;
  readonly purchase?: Purchase;
  readonly why: Why;
}

/** How one load balancer differs. */
export interface LoadBalancerDiff {
  /** Planned keys are built on it. */
  readonly key: LoadBalancerKey;
  readonly subject:
    | { readonly _tag: 'New'; readonly creation: Creation }
    | { readonly _tag: 'There'; readonly observed: ObservedLoadBalancer };
  readonly marks?: MarksDiff;
  readonly attributes?: AttributesDiff;
  /** In order of listener key. */
  readonly listeners: ReadonlyArray<ListenerDiff>;
  /** Set when the CLB as a whole goes. */
  readonly deletion?: { readonly why: Why };
  /** Whether it goes before anything else is made: a half-made successor that is not wanted any more. */
  readonly first?: true;
  /** Whether it is on its way out: what is taken from it is taken last. */
  readonly leaving: boolean;
}

/** A Service that moves from one CLB to another. */
export interface Handover {
  readonly service: ServiceKey;
  readonly from: CloudId;
  readonly to: Ref;
  readonly why: Why;
}

/** What differs on load balancers that must be mended together. */
export interface LaneDiff {
  readonly key: string;
  readonly loadBalancers: ReadonlyArray<LoadBalancerDiff>;
  readonly handovers: ReadonlyArray<Handover>;
}

/** What every lane is scheduled with besides its differences. */
export interface Terms {
  /** The VPC a new load balancer is made in. */
  readonly vpc?: string;
  readonly limits: Limits;
  /** Whether risk warnings of the cloud are overridden on deletion. */
  readonly force: boolean;
}

/**
 * What differs between wish and world, field by field, with before, after and the reason; no order of execution yet. Lanes
 * without a difference are not in it.
 */
export interface Diff extends Terms {
  /** In order of key. */
  readonly lanes: ReadonlyArray<LaneDiff>;
  readonly diagnostics: ReadonlyArray<PlanError>;
}
