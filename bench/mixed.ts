import {
  Backend,
  type DesiredState,
  Listener,
  type LoadBalancer,
  ObservedState,
  Ownership,
  Ref,
  type Request,
  type Service,
} from '@clbkit/core';

/** What a Service asks for beyond its ports, as decoded and as written. */
export interface Wishes {
  readonly request: Request.LoadBalancerRequest;
  readonly annotations: Readonly<Record<string, string>>;
  readonly protocol?: Service.PortProtocol;
  readonly externalTrafficPolicy?: Service.Service['externalTrafficPolicy'];
}

const cloud = 'service.cloud.tencent.com';
const kube = 'service.kubernetes.io';
const direct = { [`${cloud}/direct-access`]: 'true' };

/** The id of the load balancer that two Services of each round of kinds share. */
const sharedId = (index: number): string => `lb-user${String(Math.floor(index / kinds.length)).padStart(4, '0')}`;

const poolOf = (index: number): string => `pool-${String(index % 5)}`;

/** The Secret with a certificate in every namespace. */
export const secret = 'wildcard';

const hostsOf = (index: number): Readonly<Record<string, { readonly tls: string }>> => ({
  [`a${String(index)}.example.com`]: { tls: secret },
  [`b${String(index)}.example.com`]: { tls: secret },
});

/** One kind of Service after another. */
const kinds: ReadonlyArray<(index: number) => Wishes> = [
  () => ({ request: {}, annotations: {} }),
  () => ({ request: { directAccess: true }, annotations: direct }),
  (index) => ({
    request: { subnet: 'subnet-a', backendsLabel: [{ key: 'pool', operator: 'In', values: [poolOf(index)] }] },
    annotations: {
      [`${kube}/qcloud-loadbalancer-internal-subnetid`]: 'subnet-a',
      [`${kube}/qcloud-loadbalancer-backends-label`]: `pool in (${poolOf(index)})`,
    },
  }),
  () => ({
    request: { directAccess: true, weights: { defaultWeight: 20, groups: [] } },
    annotations: { ...direct, [`${cloud}/lb-rs-weight`]: `{"defaultWeight":20,"groups":[]}` },
  }),
  (index) => ({
    request: { existing: Ref.cloudId(sharedId(index)) },
    annotations: { [`${kube}/tke-existed-lbid`]: sharedId(index) },
  }),
  (index) => ({
    request: { existing: Ref.cloudId(sharedId(index)) },
    annotations: { [`${kube}/tke-existed-lbid`]: sharedId(index) },
    protocol: 'UDP',
  }),
  () => ({
    request: { onlyNodesWithPods: true, weightedBalance: true },
    annotations: {
      [`${kube}/local-svc-only-bind-node-with-pod`]: 'true',
      [`${cloud}/local-svc-weighted-balance`]: 'true',
    },
    externalTrafficPolicy: 'Local',
  }),
  () => ({
    request: {
      directAccess: true,
      creation: { chargeType: 'TRAFFIC_POSTPAID_BY_HOUR', bandwidth: 100 },
      attributes: { securityGroups: ['sg-a', 'sg-b'], passToTarget: true },
    },
    annotations: {
      ...direct,
      [`${kube}/qcloud-loadbalancer-internet-charge-type`]: 'TRAFFIC_POSTPAID_BY_HOUR',
      [`${kube}/qcloud-loadbalancer-internet-max-bandwidth-out`]: '100',
      [`${cloud}/security-groups`]: 'sg-a,sg-b',
      [`${cloud}/pass-to-target`]: 'true',
    },
  }),
  (index) => ({
    request: { directAccess: true, protocols: { '443': { protocols: ['HTTPS'], hosts: hostsOf(index) } } },
    annotations: {
      ...direct,
      [`${cloud}/specify-protocol`]: JSON.stringify({ 443: { protocol: ['HTTPS'], hosts: hostsOf(index) } }),
    },
  }),
];

/** How many Services share their load balancer with another one. */
export const sharing = (services: number): number => Math.floor(services / kinds.length);

/** The number of a Service in the middle of a mixed world whose backends are Pods. */
export const middle = (services: number): number => sharing(services / 2) * kinds.length + 1;

/** What Service number `index` of a mixed world asks for. */
export const wishesOf = (index: number): Wishes =>
  kinds[index % kinds.length]?.(index) ?? { request: {}, annotations: {} };

/** The load balancers people bought for a mixed world, with nothing on them. */
export const bought = (services: number): ReadonlyArray<ObservedState.LoadBalancerFacts> =>
  Array.from({ length: Math.ceil(services / kinds.length) }, (_, index) => ({
    id: Ref.cloudId(sharedId(index * kinds.length)),
    name: 'bought by hand',
    network: { _tag: 'Public' },
    status: 'Running',
    addresses: [`43.9.${String(index >> 8)}.${String(index & 255)}`],
    deletionProtected: false,
    tags: { team: 'network' },
    listeners: [],
  }));

const listenersOf = (
  id: string,
  claims: LoadBalancer.LoadBalancer['claims'],
): ReadonlyArray<{ readonly uid: string; readonly facts: ObservedState.ListenerFacts }> =>
  claims.flatMap(({ uid, listeners }) =>
    Object.values(listeners).map(({ protocol, port, settings, backends, rules }) => ({
      uid,
      facts: {
        id: Ref.cloudId(`lbl-${id}-${protocol}-${String(port)}`),
        name: Listener.managedName,
        protocol,
        port,
        settings: Listener.overlay(
          Listener.defaultSettings,
          rules === undefined ? settings : { ...settings, sni: true },
        ),
        backends: { canonical: rules === undefined ? backends.required : Backend.none },
        ...(rules === undefined
          ? {}
          : {
              rules: rules.map(({ domain, url, settings: ofRule }) => ({
                id: Ref.cloudId(`loc-${id}-${domain}`),
                domain,
                url,
                settings: ofRule,
                backends: { canonical: backends.required },
              })),
            }),
      },
    })),
  );

/** The cloud that is as these wishes ask. */
export const satisfying = ({ cluster, wanted }: DesiredState.DesiredState): ObservedState.ObservedState =>
  ObservedState.make(
    cluster.id,
    Object.values(wanted).map(({ placement, claims }, index): ObservedState.LoadBalancerFacts => {
      const id = placement._tag === 'Existing' ? placement.id : `lb-${index.toString(36).padStart(8, '0')}`;
      const listeners = listenersOf(id, claims);
      const records = Object.fromEntries(
        listeners.map(({ uid, facts }) => [Ownership.recordKey(uid, facts.id), facts.id]),
      );
      const uids = claims.map(({ uid }) => uid);
      return {
        id: Ref.cloudId(id),
        name: placement._tag === 'Existing' ? 'bought by hand' : placement.name,
        network: placement._tag === 'Existing' ? { _tag: 'Public' } : placement.network,
        status: 'Running',
        addresses: [`43.${String(index >> 16)}.${String((index >> 8) & 255)}.${String(index & 255)}`],
        deletionProtected: false,
        tags:
          placement._tag === 'Existing'
            ? { team: 'network', ...Ownership.claimTags(cluster.id, uids), ...records }
            : Ownership.birthTags(cluster.id, claims[0].uid),
        attributes: claims[0].attributes?.values ?? {},
        listeners: listeners.map(({ facts }) => facts),
      };
    }),
  );
