import type { Backend, Listener, LoadBalancer, Ownership, Ref, Rule } from '@clbkit/core';

/** One target of a batch call. */
export interface Target {
  readonly listener: Ref.CloudId;
  /** LocationId, required where the listener has rules. */
  readonly rule?: Ref.CloudId;
  readonly address: Backend.BackendAddress;
  readonly port: number;
}

/** A write of the CLB API, version 2018-03-17, or of the Tag API, with the members a Service controller uses (clb-api 2). */
export type Call =
  | {
      readonly action: 'CreateLoadBalancer';
      readonly network: LoadBalancer.Network;
      readonly vpc?: string;
      readonly name?: string;
      readonly tags: Ownership.Tags;
      readonly clientToken?: string;
      /** Everything else that the call may say. */
      readonly purchase?: LoadBalancer.Purchase;
      /** How many, 1 to 20; one when absent. */
      readonly number?: number;
    }
  | {
      readonly action: 'DeleteLoadBalancer';
      readonly loadBalancers: ReadonlyArray<Ref.CloudId>;
      readonly force: boolean;
    }
  | {
      readonly action: 'ModifyLoadBalancerAttributes';
      readonly loadBalancer: Ref.CloudId;
      readonly name?: string;
      readonly deletionProtected?: boolean;
      readonly passToTarget?: boolean;
      /** Of `InternetChargeInfo`. */
      readonly internetMaxBandwidthOut?: number;
    }
  | {
      readonly action: 'SetLoadBalancerSecurityGroups';
      readonly loadBalancer: Ref.CloudId;
      /** The whole list; empty or absent unbinds all. */
      readonly securityGroups?: ReadonlyArray<string>;
    }
  | {
      readonly action: 'CreateListener';
      readonly loadBalancer: Ref.CloudId;
      readonly protocol: Listener.Protocol;
      readonly ports: ReadonlyArray<number>;
      /** One for each port, or none at all. */
      readonly names: ReadonlyArray<string>;
      readonly settings: Listener.ListenerSettings;
    }
  | {
      readonly action: 'ModifyListener';
      readonly loadBalancer: Ref.CloudId;
      readonly listener: Ref.CloudId;
      readonly name?: string;
      readonly settings: Listener.ListenerSettings;
    }
  | {
      readonly action: 'DeleteLoadBalancerListeners';
      readonly loadBalancer: Ref.CloudId;
      /** Empty or absent deletes every listener of the CLB. */
      readonly listeners?: ReadonlyArray<Ref.CloudId>;
    }
  | {
      readonly action: 'CreateRule';
      readonly loadBalancer: Ref.CloudId;
      readonly listener: Ref.CloudId;
      readonly rules: ReadonlyArray<{
        readonly domain: string;
        readonly url: string;
        readonly settings: Rule.RuleSettings;
      }>;
    }
  | {
      readonly action: 'ModifyRule';
      readonly loadBalancer: Ref.CloudId;
      readonly listener: Ref.CloudId;
      readonly rule: Ref.CloudId;
      readonly settings: Omit<Rule.RuleSettings, 'certificate' | 'defaultServer'>;
    }
  | {
      readonly action: 'ModifyDomainAttributes';
      readonly loadBalancer: Ref.CloudId;
      readonly listener: Ref.CloudId;
      readonly domain: string;
      readonly certificate?: string;
      readonly defaultServer?: boolean;
    }
  | {
      readonly action: 'DeleteRule';
      readonly loadBalancer: Ref.CloudId;
      readonly listener: Ref.CloudId;
      readonly rules: ReadonlyArray<Ref.CloudId>;
      readonly newDefault?: string;
    }
  | {
      readonly action: 'BatchRegisterTargets';
      readonly loadBalancer: Ref.CloudId;
      readonly targets: ReadonlyArray<Target & { readonly weight?: number }>;
    }
  | {
      readonly action: 'BatchDeregisterTargets';
      readonly loadBalancer: Ref.CloudId;
      readonly targets: ReadonlyArray<Target>;
    }
  | {
      readonly action: 'BatchModifyTargetWeight';
      readonly loadBalancer: Ref.CloudId;
      readonly rules: ReadonlyArray<{
        readonly listener: Ref.CloudId;
        readonly rule?: Ref.CloudId;
        readonly targets: ReadonlyArray<Backend.Backend>;
      }>;
    }
  | {
      readonly action: 'ModifyResourceTags';
      readonly loadBalancer: Ref.CloudId;
      readonly replace: Ownership.Tags;
      readonly remove: ReadonlyArray<string>;
    };

/** The name of a write. */
export type Action = Call['action'];

/** The call that has that action. */
export type CallOf<A extends Action> = Extract<Call, { readonly action: A }>;

/** The load balancers a call names; none for a creation. */
export const loadBalancersOf = (call: Call): ReadonlyArray<Ref.CloudId> => {
  switch (call.action) {
    case 'CreateLoadBalancer':
      return [];
    case 'DeleteLoadBalancer':
      return call.loadBalancers;
    case 'ModifyLoadBalancerAttributes':
    case 'SetLoadBalancerSecurityGroups':
    case 'CreateListener':
    case 'ModifyListener':
    case 'DeleteLoadBalancerListeners':
    case 'CreateRule':
    case 'ModifyRule':
    case 'ModifyDomainAttributes':
    case 'DeleteRule':
    case 'BatchRegisterTargets':
    case 'BatchDeregisterTargets':
    case 'BatchModifyTargetWeight':
    case 'ModifyResourceTags':
      return [call.loadBalancer];
  }
};

const listenersOf = (call: Call): ReadonlyArray<string> => {
  switch (call.action) {
    case 'ModifyListener':
    case 'CreateRule':
    case 'ModifyRule':
    case 'ModifyDomainAttributes':
    case 'DeleteRule':
      return [call.listener];
    case 'DeleteLoadBalancerListeners':
      return call.listeners ?? [];
    case 'BatchRegisterTargets':
    case 'BatchDeregisterTargets':
      return [...new Set(call.targets.map(({ listener }) => listener))];
    case 'BatchModifyTargetWeight':
      return [...new Set(call.rules.map(({ listener }) => listener))];
    case 'CreateLoadBalancer':
    case 'DeleteLoadBalancer':
    case 'ModifyLoadBalancerAttributes':
    case 'SetLoadBalancerSecurityGroups':
    case 'CreateListener':
    case 'ModifyResourceTags':
      return [];
  }
};

/** Everything a call names: ids of load balancers and listeners; for a creation its client token and name. */
export const resourcesOf = (call: Call): ReadonlyArray<string> =>
  call.action === 'CreateLoadBalancer'
    ? [call.clientToken, call.name].filter((text) => text !== undefined)
    : [...loadBalancersOf(call), ...listenersOf(call)];
