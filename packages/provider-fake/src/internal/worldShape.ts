import {
  type HealthCheck,
  type Listener,
  type LoadBalancer,
  type ObservedState,
  type Ownership,
  Ref,
  type Rule,
} from '@clbkit/core';
import { type Quotas, range, type Settings } from '../limits.js';
import type { ListenerSketch, RuleSketch, LoadBalancerSketch, WorldSketch } from '../sketch.js';
import type { Attributes, Effect, Task, Rule as WorldRule } from '../World.js';
import { anyText, flag, keyed, list, object, oneOf, type Shape, tagged, text, whole } from './shape.js';

const port = whole(range.port.min, range.port.max);
const weight = whole(0, 100);
const check = range.healthCheck;
const cloudId: Shape<Ref.CloudId> = {
  schema: text.schema,
  read: (value, path, troubles) => {
    const read = text.read(value, path, troubles);
    return read === undefined ? undefined : Ref.cloudId(read);
  },
};

const healthCheck: Shape<HealthCheck.HealthCheck> = object(
  {},
  {
    enabled: flag,
    intervalTime: whole(...check.intervalTime),
    timeout: whole(...check.timeout),
    healthNum: whole(...check.healthNum),
    unHealthNum: whole(...check.unHealthNum),
    checkPort: port,
    checkType: oneOf('TCP', 'HTTP', 'PING', 'CUSTOM'),
    httpVersion: oneOf('HTTP/1.0', 'HTTP/1.1'),
    httpCheckPath: anyText,
    httpCheckDomain: anyText,
    httpCheckMethod: oneOf('HEAD', 'GET'),
    httpCode: whole(...check.httpCode),
    contextType: oneOf('HEX', 'TEXT'),
    sendContext: anyText,
    recvContext: anyText,
    sourceIpType: oneOf(0, 1),
  },
);

const listenerSettings: Shape<Listener.ListenerSettings> = object(
  {},
  {
    scheduler: oneOf('WRR', 'LEAST_CONN'),
    sessionExpireTime: whole(0, range.session.max),
    deregisterTargetRst: flag,
    keepalive: flag,
    sni: flag,
    certificate: text,
    healthCheck,
  },
);

const ruleSettings: Shape<Rule.RuleSettings> = object(
  {},
  {
    scheduler: oneOf('WRR', 'LEAST_CONN', 'IP_HASH'),
    sessionExpireTime: whole(0, range.ruleSession.max),
    forwardType: oneOf('HTTP', 'HTTPS', 'GRPC'),
    certificate: text,
    defaultServer: flag,
    healthCheck,
  },
);

const network: Shape<LoadBalancer.Network> = tagged({ Public: object({}, {}), Internal: object({ subnet: text }, {}) });
const tags: Shape<Ownership.Tags> = keyed(anyText);
const protocol: Shape<Listener.Protocol> = oneOf('TCP', 'UDP', 'TCP_SSL', 'QUIC', 'HTTP', 'HTTPS');
const block = object({ port, addresses: list(text, 1) }, { weight });
const fullBlock = object({ port, weight, addresses: list(text, 1) }, {});

const rule: Shape<RuleSketch> = object(
  { domain: text },
  { id: text, url: text, settings: ruleSettings, backends: list(block) },
);

const fullRule: Shape<WorldRule> = object(
  { id: cloudId, domain: text, url: text, settings: ruleSettings, backends: list(fullBlock) },
  {},
);

const listener: Shape<ListenerSketch> = object(
  { protocol, port },
  { id: text, name: text, settings: listenerSettings, backends: list(block), rules: keyed(rule) },
);

const attributes: Shape<Partial<Attributes>> = object(
  {},
  {
    securityGroups: list(text),
    passToTarget: flag,
    internetMaxBandwidthOut: whole(0),
    modificationProtection: flag,
  },
);

const bought: Shape<ObservedState.Bought> = object(
  {},
  {
    addressIPVersion: oneOf('IPV4', 'IPV6', 'IPv6FullChain'),
    chargeType: text,
    bandwidthPackageId: text,
    vipIsp: text,
    zone: list(text),
    slaType: text,
  },
);

const loadBalancer: Shape<LoadBalancerSketch> = object(
  {},
  {
    id: text,
    name: text,
    network,
    vpc: text,
    status: oneOf('Creating', 'Running'),
    vips: list(text),
    hostname: text,
    deletionProtected: flag,
    attributes,
    bought,
    tags,
    listeners: keyed(listener),
  },
);

const fullListener = object(
  { id: cloudId, name: text, protocol, port, settings: listenerSettings, backends: list(fullBlock) },
  { rules: keyed(fullRule) },
);

const effect: Shape<Effect> = tagged({
  Nothing: object({}, {}),
  Created: object({ vips: list(text) }, {}),
  Deleted: object({}, {}),
  Attributes: object(
    {},
    {
      name: text,
      deletionProtected: flag,
      passToTarget: flag,
      internetMaxBandwidthOut: whole(0),
      securityGroups: list(text),
    },
  ),
  ListenersMade: object({ listeners: list(fullListener) }, {}),
  ListenerModified: object({ listener: cloudId, settings: listenerSettings }, { name: text }),
  ListenersDeleted: object({ listeners: list(cloudId) }, {}),
  Rules: object({ listener: cloudId, rules: keyed(fullRule) }, {}),
  Weights: object({ weights: list(object({ listener: cloudId, address: text, port, weight }, { rule: cloudId })) }, {}),
});

const task: Shape<Task> = object(
  { requestId: text, loadBalancer: cloudId, action: text, endsAt: whole(0), effect },
  { failure: anyText },
);

const quotas: Shape<Partial<Quotas>> = object(
  {},
  {
    publicLoadBalancers: whole(0),
    internalLoadBalancers: whole(0),
    listenersPerLoadBalancer: whole(0),
    backendsPerListener: whole(0),
    rulesPerLoadBalancer: whole(0),
    tagsPerLoadBalancer: whole(0),
    securityGroupsPerLoadBalancer: whole(0),
    deletionsPerFiveMinutes: whole(0),
  },
);

const settings: Shape<Partial<Settings>> = object(
  {},
  {
    createLoadBalancerMs: whole(0),
    deleteLoadBalancerMs: whole(0),
    modifyLoadBalancerMs: whole(0),
    listenerMs: whole(0),
    weightMs: whole(0),
    settleMs: whole(0),
    defaultVpc: text,
    partialHealthCheck: oneOf('reset', 'merge'),
    registerAgain: oneOf('keep', 'set'),
    forceBeatsFrequency: flag,
  },
);

/** A world as a file holds it: everything may be left out. */
export const worldShape: Shape<WorldSketch> = object(
  {},
  {
    $schema: text,
    version: oneOf(1),
    now: whole(0),
    nextId: whole(1),
    nextRequest: whole(1),
    quotas,
    settings,
    loadBalancers: keyed(loadBalancer),
    orders: keyed(list(text)),
    tasks: keyed(task),
    failures: keyed(anyText),
    deletions: list(whole(0)),
    certificates: list(text),
  },
);
