import fc from 'fast-check';

/** Absent, or a value. */
const maybe = <A>(arbitrary: fc.Arbitrary<A>): fc.Arbitrary<A | undefined> => fc.option(arbitrary, { nil: undefined });

const name = fc.constantFrom('web', 'db', 'kube-dns', 'a.b-c');
const word = fc.oneof(name, fc.string({ maxLength: 6 }));
const texts = fc.dictionary(fc.oneof(word, fc.constantFrom('__proto__', 'constructor')), word, { maxKeys: 3 });
const instant = fc.integer({ min: 0, max: 4_000_000_000_000 });
const port = fc.integer({ min: 1, max: 65_535 });
const portOrZero = fc.integer({ min: 0, max: 65_535 });
const transport = fc.constantFrom('TCP' as const, 'UDP' as const, 'SCTP' as const);
const few = <A>(arbitrary: fc.Arbitrary<A>): fc.Arbitrary<Array<A>> => fc.array(arbitrary, { maxLength: 3 });

const metadataFields = {
  name,
  namespace: maybe(name),
  uid: maybe(fc.uuid()),
  creationTimestamp: maybe(instant),
  deletionTimestamp: maybe(word),
  labels: texts,
};

const metadata = fc.record(metadataFields);

/** What `ServiceCodec` decodes to. */
export const serviceWire = fc.record({
  metadata: fc.record({ ...metadataFields, annotations: texts }),
  spec: fc.record({
    type: maybe(fc.constantFrom('ClusterIP' as const, 'NodePort' as const, 'LoadBalancer' as const)),
    loadBalancerClass: maybe(word),
    externalTrafficPolicy: maybe(fc.constantFrom('Cluster' as const, 'Local' as const)),
    selector: texts,
    ports: few(
      fc.record({
        name: maybe(word),
        protocol: maybe(transport),
        port,
        nodePort: maybe(portOrZero),
        targetPort: maybe(fc.oneof(portOrZero, word)),
      }),
    ),
  }),
  status: maybe(
    fc.record({
      loadBalancer: maybe(fc.record({ ingress: few(fc.record({ ip: maybe(word), hostname: maybe(word) })) })),
    }),
  ),
});

const conditions = few(fc.record({ type: word, status: word }));

/** What `NodeCodec` decodes to. */
export const nodeWire = fc.record({
  metadata,
  spec: maybe(
    fc.record({ providerID: maybe(word), unschedulable: maybe(fc.boolean()), taints: few(fc.record({ key: word })) }),
  ),
  status: maybe(fc.record({ addresses: few(fc.record({ type: word, address: word })), conditions })),
});

/** What `EndpointSliceCodec` decodes to. */
export const endpointSliceWire = fc.record({
  metadata,
  addressType: fc.constantFrom('IPv4' as const, 'IPv6' as const, 'FQDN' as const),
  ports: few(fc.record({ name: maybe(word), protocol: maybe(transport), port: maybe(portOrZero) })),
  endpoints: few(
    fc.record({
      addresses: few(word),
      conditions: maybe(
        fc.record({ ready: maybe(fc.boolean()), serving: maybe(fc.boolean()), terminating: maybe(fc.boolean()) }),
      ),
      nodeName: maybe(word),
      targetRef: maybe(fc.record({ kind: maybe(word), name: maybe(word) })),
    }),
  ),
});

/** What `PodCodec` decodes to. */
export const podWire = fc.record({
  metadata: fc.record({
    ...metadataFields,
    ownerReferences: few(fc.record({ kind: word, name: word, controller: maybe(fc.boolean()) })),
  }),
  spec: maybe(fc.record({ hostNetwork: maybe(fc.boolean()), readinessGates: few(fc.record({ conditionType: word })) })),
  status: maybe(fc.record({ phase: maybe(fc.constantFrom('Pending' as const, 'Running' as const)), conditions })),
});

/** What `SecretCodec` decodes to. */
export const secretWire = fc.record({ metadata, data: texts, stringData: texts });

const healthCheck = fc.record({
  enable: maybe(fc.boolean()),
  enabled: maybe(fc.boolean()),
  intervalTime: maybe(fc.integer({ min: 2, max: 300 })),
  timeout: maybe(fc.integer({ min: 2, max: 60 })),
  healthNum: maybe(fc.integer({ min: 2, max: 10 })),
  unHealthNum: maybe(fc.integer({ min: 2, max: 10 })),
  checkPort: maybe(port),
  checkType: maybe(
    fc.constantFrom(
      'TCP' as const,
      'HTTP' as const,
      'HTTPS' as const,
      'GRPC' as const,
      'PING' as const,
      'CUSTOM' as const,
    ),
  ),
  httpVersion: maybe(fc.constantFrom('HTTP/1.0' as const, 'HTTP/1.1' as const)),
  httpCheckPath: maybe(fc.constantFrom('/', '/healthz')),
  httpCheckDomain: maybe(fc.constantFrom('a.example.com')),
  httpCheckMethod: maybe(fc.constantFrom('HEAD' as const, 'GET' as const)),
  httpCode: maybe(fc.integer({ min: 1, max: 31 })),
  contextType: maybe(fc.constantFrom('HEX' as const, 'TEXT' as const)),
  sendContext: maybe(word),
  recvContext: maybe(word),
  sourceIpType: maybe(fc.constantFrom(0 as const, 1 as const)),
});

const session = fc.record({
  enable: maybe(fc.boolean()),
  enabled: maybe(fc.boolean()),
  sessionExpireTime: maybe(fc.integer({ min: 0, max: 3600 })),
});

const l7Listener = fc.record({
  protocol: fc.constantFrom('HTTP' as const, 'HTTPS' as const),
  port,
  defaultServer: maybe(fc.constantFrom('a.example.com')),
  keepaliveEnable: maybe(fc.constantFrom(0 as const, 1 as const)),
  domains: few(
    fc.record({
      domain: fc.constantFrom('', 'a.example.com', '*.example.com'),
      rules: few(
        fc.record({
          url: fc.constantFrom('/', '/a', 'b'),
          forwardType: maybe(fc.constantFrom('HTTP' as const, 'GRPC' as const)),
          session: maybe(session),
          healthCheck: maybe(healthCheck),
          scheduler: maybe(fc.constantFrom('WRR' as const, 'IP_HASH' as const)),
        }),
      ),
    }),
  ),
});

/** What `TkeServiceConfigCodec` decodes to. */
export const configWire = fc.record({
  metadata,
  spec: maybe(
    fc.record({
      loadBalancer: maybe(
        fc.record({
          internetMaxBandwidthOut: maybe(fc.integer({ min: 0, max: 2048 })),
          l4Listeners: few(
            fc.record({
              protocol: fc.constantFrom('TCP' as const, 'UDP' as const),
              port,
              session: maybe(session),
              healthCheck: maybe(healthCheck),
              scheduler: maybe(fc.constantFrom('WRR' as const, 'LEAST_CONN' as const)),
              deregisterTargetRst: maybe(fc.boolean()),
              proxyProtocol: maybe(fc.record({ enable: maybe(fc.boolean()) })),
            }),
          ),
          l7Listeners: few(l7Listener),
        }),
      ),
    }),
  ),
});

/** What `ServiceStatusCodec` decodes to. */
export const statusWire = fc.record({
  metadata: fc.record({ annotations: texts }),
  status: maybe(
    fc.record({
      loadBalancer: maybe(
        fc.record({ ingress: few(fc.record({ ip: maybe(word), hostname: maybe(word), ipMode: maybe(word) })) }),
      ),
      conditions: few(
        fc.record({
          type: word,
          status: fc.constantFrom('True' as const, 'False' as const, 'Unknown' as const),
          reason: word,
          message: word,
          lastTransitionTime: word,
          observedGeneration: maybe(fc.integer()),
        }),
      ),
    }),
  ),
});
