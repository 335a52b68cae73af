import { type Attribute, fields as attributeFields } from './Attributes.js';
import * as Backend from './Backend.js';
import type { HealthCheck } from './HealthCheck.js';
import {
  boolean,
  integer,
  list,
  many,
  named,
  number,
  oneOf,
  optional,
  record,
  type Shape,
  struct,
  tagged,
  text,
  vouched,
} from './internal/shape.js';
import type { ListenerSettings, Protocol, SettingChange } from './Listener.js';
import type { Network, Purchase } from './LoadBalancer.js';
import type { Lane, Withheld } from './Plan.js';
import type { Place, PlanError } from './PlanError.js';
import type { Ref } from './Ref.js';
import type { RuleKey, RuleSettings } from './Rule.js';
import type { ListenerBackends, ModifiedAttributes, NewRule, Proof, Step } from './Step.js';
import type { Fact, ObjectKind, ObjectRef, Why } from './Why.js';

const port = integer(1, 65535);
const strings = record(text());

const fact: Shape<Fact> = vouched({
  anyOf: [{ type: ['string', 'number', 'boolean', 'null'] }, { type: 'array', items: { type: ['string', 'number'] } }],
});

const objectRef = named(
  'ObjectRef',
  struct<ObjectRef>({
    kind: oneOf<ObjectKind>(
      'Service',
      'Node',
      'EndpointSlice',
      'Pod',
      'Secret',
      'TkeServiceConfig',
      'LoadBalancer',
      'Listener',
      'Document',
      'Snapshot',
      'Settings',
    ),
    namespace: optional(text()),
    name: text(),
  }),
);

const why = named(
  'Why',
  struct<Why>({ object: objectRef, field: text(), from: fact, to: fact, rule: optional(text()) }),
);

const ref = named('Ref', tagged<Ref>({ Existing: { id: text() }, Planned: { key: text() } }));

const network: Shape<Network> = named('Network', tagged<Network>({ Public: {}, Internal: { subnet: text() } }));

const backends = named(
  'Backends',
  list(
    struct<Backend.BackendBlock>({
      port,
      weight: integer(Backend.weights.min, Backend.weights.max),
      addresses: list(text()),
    }),
  ),
);

const listenerBackends = named(
  'ListenerBackends',
  struct<ListenerBackends<Ref>>({
    listener: ref,
    key: text(),
    rule: optional(ref),
    ruleKey: optional(text<RuleKey>()),
    backends,
  }),
);

const healthCheck = struct<HealthCheck>({
  enabled: optional(boolean),
  intervalTime: optional(number),
  timeout: optional(number),
  healthNum: optional(number),
  unHealthNum: optional(number),
  checkPort: optional(number),
  checkType: optional(oneOf('TCP', 'HTTP', 'HTTPS', 'GRPC', 'PING', 'CUSTOM')),
  httpVersion: optional(oneOf('HTTP/1.0', 'HTTP/1.1')),
  httpCheckPath: optional(text()),
  httpCheckDomain: optional(text()),
  httpCheckMethod: optional(oneOf('HEAD', 'GET')),
  httpCode: optional(number),
  contextType: optional(oneOf('HEX', 'TEXT')),
  sendContext: optional(text()),
  recvContext: optional(text()),
  sourceIpType: optional(vouched<0 | 1>({ enum: [0, 1] })),
});

const settings = named(
  'ListenerSettings',
  struct<ListenerSettings>({
    scheduler: optional(oneOf('WRR', 'LEAST_CONN')),
    sessionExpireTime: optional(number),
    deregisterTargetRst: optional(boolean),
    keepalive: optional(boolean),
    sni: optional(boolean),
    certificate: optional(text()),
    healthCheck: optional(healthCheck),
  }),
);

const purchase = named(
  'Purchase',
  struct<Purchase>({
    addressIPVersion: optional(oneOf('IPV4', 'IPV6', 'IPv6FullChain')),
    chargeType: optional(oneOf('TRAFFIC_POSTPAID_BY_HOUR', 'BANDWIDTH_POSTPAID_BY_HOUR', 'BANDWIDTH_PACKAGE')),
    bandwidth: optional(number),
    bandwidthPackageId: optional(text()),
    vipIsp: optional(oneOf('CMCC', 'CUCC', 'CTCC', 'BGP')),
    zone: optional(text()),
    masterZone: optional(text()),
    slaveZone: optional(text()),
    slaType: optional(text()),
    vip: optional(text()),
    more: optional(record(vouched<unknown>({}))),
    passToTarget: optional(boolean),
    modificationProtection: optional(vouched<true>({ type: 'boolean' })),
  }),
);

const attributes = named(
  'Attributes',
  struct<ModifiedAttributes>({
    passToTarget: optional(boolean),
    internetMaxBandwidthOut: optional(integer(0)),
    deletionProtection: optional(boolean),
  }),
);

const ruleSettings = named(
  'RuleSettings',
  struct<RuleSettings>({
    scheduler: optional(oneOf('WRR', 'LEAST_CONN', 'IP_HASH')),
    sessionExpireTime: optional(number),
    forwardType: optional(oneOf('HTTP', 'HTTPS', 'GRPC')),
    certificate: optional(text()),
    defaultServer: optional(boolean),
    healthCheck: optional(healthCheck),
  }),
);

const atom = vouched<SettingChange['to']>({ type: ['string', 'number', 'boolean'] });
const change = struct<SettingChange>({ field: text(), from: optional(atom), to: atom });
const proof = named('Proof', struct<Proof>({ tags: strings }));
const listeners = many(listenerBackends);
const because = { why: many(why) };
const loadBalancer = ref;

const step = named(
  'Step',
  tagged<Step<Ref>>({
    CreateLoadBalancer: {
      key: text(),
      network,
      vpc: optional(text()),
      name: text(),
      tags: strings,
      clientToken: text(),
      purchase: optional(purchase),
      ...because,
    },
    AwaitLoadBalancer: { loadBalancer, ...because },
    ModifyTags: {
      loadBalancer,
      set: strings,
      records: list(struct<{ readonly uid: string; readonly listener: Ref }>({ uid: text(), listener: ref })),
      remove: list(text()),
      ...because,
    },
    SetSecurityGroups: { loadBalancer, securityGroups: list(text()), from: list(text()), ...because },
    ModifyLoadBalancer: { loadBalancer, attributes, changes: many(change), ...because },
    CreateListeners: {
      loadBalancer,
      loadBalancerKey: text(),
      protocol: oneOf<Protocol>('TCP', 'UDP', 'TCP_SSL', 'QUIC', 'HTTP', 'HTTPS'),
      ports: many(port),
      name: text(),
      settings,
      ...because,
    },
    ModifyListener: { loadBalancer, listener: ref, key: text(), settings, changes: many(change), ...because },
    CreateRules: {
      loadBalancer,
      loadBalancerKey: text(),
      listener: ref,
      key: text(),
      rules: many(struct<NewRule>({ key: text(), domain: text(), url: text(), settings: ruleSettings })),
      ...because,
    },
    ModifyRule: {
      loadBalancer,
      listener: ref,
      key: text(),
      rule: ref,
      ruleKey: text(),
      domain: text(),
      settings: ruleSettings,
      changes: many(change),
      ...because,
    },
    DeleteRules: {
      loadBalancer,
      listener: ref,
      key: text(),
      rules: many(struct<{ readonly rule: Ref; readonly key: RuleKey }>({ rule: ref, key: text() })),
      newDefault: optional(text()),
      proof,
      ...because,
    },
    RegisterBackends: { loadBalancer, listeners, ...because },
    SetBackendWeights: { loadBalancer, listeners, ...because },
    DeregisterBackends: { loadBalancer, listeners, proof, ...because },
    DeleteListeners: {
      loadBalancer,
      listeners: many(struct({ listener: ref, key: text(), name: text() })),
      proof,
      ...because,
    },
    PublishAddress: { service: text(), loadBalancer, replaces: text(), ...because },
    DeleteLoadBalancer: { loadBalancer, proof, force: boolean, ...because },
  }),
);

const place = struct<Place>({ file: text(), document: integer(0), line: optional(integer(0)) });
const service = text;
const listener = text;
const clb = text;
const attribute: Shape<Attribute> = oneOf(...attributeFields);

/** What can be wrong with a Service, as data. */
export const planErrorShape: Shape<PlanError> = named(
  'PlanError',
  tagged<PlanError>({
    InvalidField: {
      object: objectRef,
      path: text(),
      expected: text(),
      found: text(),
      place: optional(place),
      remedy: optional(text()),
      code: optional(text()),
    },
    UnsupportedProtocol: { service: service(), port: number, protocol: text() },
    DuplicateBackend: { service: service(), listener: listener(), other: listener(), target: text() },
    DuplicatePort: { service: service(), listener: listener(), other: optional(listener()) },
    MixedProtocols: { service: service(), listener: listener(), declared: text() },
    InvalidHost: { service: service(), listener: listener(), host: text() },
    MissingCertificate: {
      service: service(),
      listener: listener(),
      host: optional(text()),
      secret: optional(text()),
      because: oneOf('NotNamed', 'NoSecret', 'NoCertificateId', 'Unreadable'),
    },
    NoNodePort: { service: service(), listener: listener() },
    NoPorts: { service: service() },
    NoBackends: { service: service(), listener: listener(), because: optional(text()) },
    NoDirectBackends: { service: service(), listener: listener(), because: text() },
    Ignored: { service: service(), field: text(), because: text() },
    Unsupported: { service: service(), listener: optional(listener()), field: text(), because: text() },
    WrongAddressFamily: {
      service: service(),
      slice: text(),
      addressType: text(),
      expected: oneOf<'IPv4' | 'IPv6'>('IPv4', 'IPv6'),
    },
    MissingServiceConfig: { service: service(), name: text() },
    PortConflict: { service: service(), loadBalancer: clb(), listener: listener(), holder: text() },
    LoadBalancerNotFound: { service: service(), loadBalancer: clb() },
    NotOurs: {
      service: service(),
      loadBalancer: clb(),
      because: oneOf('MadeByTke', 'OtherCluster', 'Ingress', 'OtherVpc', 'SharingOff'),
      found: text(),
    },
    AmbiguousOwner: { service: service(), loadBalancers: list(clb()) },
    ForbiddenTransition: { service: service(), loadBalancer: clb(), from: text(), to: text() },
    DeletionProtected: { service: service(), loadBalancer: clb() },
    ForeignListener: { loadBalancer: clb(), listener: listener(), name: text() },
    MarksLost: { service: service(), loadBalancer: clb() },
    InvalidCreation: { service: service(), field: text(), expected: text(), found: text() },
    CreationIgnored: { service: service(), field: text(), because: text() },
    CreationOver: { service: service(), loadBalancer: clb(), field: text(), wanted: text(), found: text() },
    AttributeConflict: {
      service: service(),
      loadBalancer: clb(),
      attribute,
      wanted: text(),
      holder: text(),
      value: optional(text()),
    },
    AttributeUnsettable: {
      service: service(),
      attribute,
      wanted: text(),
      because: oneOf('Internal', 'IPv6', 'NoCall'),
    },
    RetainProtected: { service: service(), loadBalancer: clb() },
    OtherClass: { service: service(), class: text() },
    Skipped: { service: service() },
    OverLimit: { service: service(), limit: text(), max: number, wanted: number },
    UnusableNode: { node: text(), because: text() },
    Unknown: { collection: text(), because: text() },
  }),
);

/** A lane, as data. */
export const laneShape: Shape<Lane> = named('Lane', struct<Lane>({ key: text(), steps: many(step) }));

/** A step that a policy took out, as data. */
export const withheldShape: Shape<Withheld> = named(
  'Withheld',
  struct<Withheld>({ lane: text(), step, policy: text(), because: text(), approval: optional(text()) }),
);
