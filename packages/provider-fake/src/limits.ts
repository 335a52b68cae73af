/**
 * Facts about the CLB API, version 2018-03-17, in one place. Sources: the API reference of the product (documents 214/6187 for
 * quotas, 214/30692 and 214/30693 for creations), the data types of the official Node.js SDK 4.1.313, the Tag product (651),
 * and what open-source controllers met in production (TENC: tkestack/tke-extend-network-controller, HCM: bk-hcm). Read in
 * August 2026. What is marked inferred was not seen in a document.
 */

/** How much one call may carry. */
export const batch = {
  /** CreateLoadBalancer.Number (SDK). */
  loadBalancersPerCreate: 20,
  /** DeleteLoadBalancer.LoadBalancerIds (SDK). */
  loadBalancersPerDelete: 20,
  /** CreateListener.Ports: "shorter than 50" (server text, TENC). */
  portsPerCreate: 49,
  /** DeleteLoadBalancerListeners.ListenerIds (SDK). */
  listenersPerDelete: 20,
  /** BatchRegisterTargets and BatchDeregisterTargets: targets over all listeners (SDK). */
  targetsPerBatch: 500,
  /** BatchModifyTargetWeight: rules, targets of one rule, targets together (SDK). */
  weightRules: 100,
  targetsPerWeightRule: 50,
  weightTargets: 500,
  /** ModifyResourceTags: tags replaced, and tags removed (651). */
  tagsPerCall: 10,
  /** CreateRule.Rules and DeleteRule.LocationIds (HCM). */
  rules: 20,
  /** CreateLoadBalancer.Tags (SDK). */
  tagsAtCreate: 20,
  /** SetLoadBalancerSecurityGroups.SecurityGroups (SDK). */
  securityGroupsPerCall: 50,
} as const;

/** Lengths and ranges. */
export const range = {
  /** LoadBalancerName and ListenerNames (SDK). */
  nameLength: 80,
  /** ClientToken (SDK). */
  tokenLength: 64,
  /** Tag keys and values (651). */
  tagKeyLength: 127,
  tagValueLength: 255,
  /** Ports of listeners and targets (214/6187). */
  port: { min: 1, max: 65_535 },
  /** Mbps of a public load balancer, shared and by performance (SDK). 0 is for changes only. */
  bandwidth: { min: 1, max: 2048, lcuMax: 61_440 },
  /** Seconds of session stickiness, or 0 for none (SDK). */
  session: { min: 30, max: 3600 },
  /** The same of a forwarding rule (SDK). */
  ruleSession: { min: 30, max: 86_400 },
  /** Characters of a domain and of a path (SDK). */
  domain: { max: 80 },
  url: { max: 200 },
  /** Members of a health check (SDK). */
  healthCheck: {
    timeout: [2, 60],
    intervalTime: [2, 300],
    healthNum: [2, 10],
    unHealthNum: [2, 10],
    httpCode: [1, 31],
  },
} as const;

/** Mbps of a public load balancer bought without a word about it (SDK). */
export const defaultBandwidth = 10;

/** Bound targets from which a CLB is not deleted without force: FailedOperation.TargetNumCheckRisk (SDK). */
export const riskyTargets = 20;

/** The window in which deletions are counted: FailedOperation.FrequencyCheckRisk (SDK). */
export const deletionWindowMs = 300_000;

/** What an account may have. */
export interface Quotas {
  readonly publicLoadBalancers: number;
  readonly internalLoadBalancers: number;
  readonly listenersPerLoadBalancer: number;
  readonly backendsPerListener: number;
  /** Of all HTTP and HTTPS listeners together. */
  readonly rulesPerLoadBalancer: number;
  readonly tagsPerLoadBalancer: number;
  /** 5 (TKE, and HCM's own cap), although a call takes more. */
  readonly securityGroupsPerLoadBalancer: number;
  /** CLBs deleted within five minutes before the cloud asks for force. 30 in the cloud (SDK); not enforced when absent. */
  readonly deletionsPerFiveMinutes?: number;
}

/** The quotas of a fresh account: 214/6187; tags per resource: 651. */
export const quotas: Quotas = {
  publicLoadBalancers: 100,
  internalLoadBalancers: 100,
  listenersPerLoadBalancer: 50,
  backendsPerListener: 100,
  rulesPerLoadBalancer: 50,
  tagsPerLoadBalancer: 50,
  securityGroupsPerLoadBalancer: 5,
};

/** How the cloud behaves where documents leave it open, and how long its work takes, in milliseconds of the virtual clock. */
export interface Settings {
  /** Creation of a CLB: about 10 s (TENC change log). */
  readonly createLoadBalancerMs: number;
  readonly deleteLoadBalancerMs: number;
  readonly modifyLoadBalancerMs: number;
  /** Creation, change and deletion of listeners: 1 to 3 s (inferred). */
  readonly listenerMs: number;
  readonly weightMs: number;
  /** How long a CLB stays busy after a batch of targets, which itself is synchronous (TENC). */
  readonly settleMs: number;
  /** VPC of a CLB created without one. */
  readonly defaultVpc: string;
  /** Whether a partial health check in ModifyListener puts its other members back to their defaults. Undocumented. */
  readonly partialHealthCheck: 'reset' | 'merge';
  /** Whether registering a target again changes its weight. Undocumented. */
  readonly registerAgain: 'keep' | 'set';
  /** Whether force also beats the limit on deletions. Undocumented; TENC always forces. */
  readonly forceBeatsFrequency: boolean;
}

/** The defaults: where documents are silent, the behaviour that shows a careless client. */
export const settings: Settings = {
  createLoadBalancerMs: 10_000,
  deleteLoadBalancerMs: 3_000,
  modifyLoadBalancerMs: 1_000,
  listenerMs: 2_000,
  weightMs: 1_000,
  settleMs: 0,
  defaultVpc: 'vpc-default',
  partialHealthCheck: 'reset',
  registerAgain: 'keep',
  forceBeatsFrequency: true,
};
