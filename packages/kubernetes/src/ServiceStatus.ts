import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as t from 'io-ts';
import { loadBalancerIdKey } from './annotations/written.js';
import { orAbsent } from './metadata.js';
import { list, oneOf, optional, text, textMap } from './wire.js';

/** One entry of `status.loadBalancer.ingress`. */
export interface Ingress {
  readonly ip?: string;
  readonly hostname?: string;
  readonly ipMode?: string;
}

/** One entry of `status.conditions`. */
export interface Condition {
  readonly type: string;
  readonly status: 'True' | 'False' | 'Unknown';
  readonly reason: string;
  readonly message: string;
  /** RFC 3339; when `status` last changed. */
  readonly lastTransitionTime: string;
  readonly observedGeneration?: number;
}

/** What a controller writes on a Service: its address, its conditions and the id of its CLB. */
export interface ServiceStatus {
  readonly ingress: ReadonlyArray<Ingress>;
  readonly conditions: ReadonlyArray<Condition>;
  /** The annotation `service.kubernetes.io/loadbalance-id`. */
  readonly loadBalancerId?: string;
}

/** A Service on which nothing was written yet. */
export const noStatus: ServiceStatus = { ingress: [], conditions: [] };

const IngressCodec = t.strict({ ip: optional(text), hostname: optional(text), ipMode: optional(text) }, 'an ingress');

const ConditionCodec = t.strict(
  {
    type: text,
    status: oneOf('True', 'False', 'Unknown'),
    reason: text,
    message: text,
    lastTransitionTime: text,
    observedGeneration: optional(t.number),
  },
  'a condition',
);

/** The members of a `v1 Service` that a controller writes. */
export const ServiceStatusCodec = t.strict(
  {
    metadata: t.strict({ annotations: textMap }, 'the object metadata'),
    status: optional(
      t.strict(
        {
          loadBalancer: optional(t.strict({ ingress: list(IngressCodec) }, 'the object loadBalancer')),
          conditions: list(ConditionCodec),
        },
        'the object status',
      ),
    ),
  },
  'a Service',
);

const toIngress = ({ ip, hostname, ipMode }: t.TypeOf<typeof IngressCodec>): Ingress => ({
  ...(ip === undefined ? {} : { ip }),
  ...(hostname === undefined ? {} : { hostname }),
  ...(ipMode === undefined ? {} : { ipMode }),
});

const toCondition = ({ observedGeneration, ...rest }: t.TypeOf<typeof ConditionCodec>): Condition => ({
  ...rest,
  ...(observedGeneration === undefined ? {} : { observedGeneration }),
});

const toServiceStatus = ({ metadata, status }: t.TypeOf<typeof ServiceStatusCodec>): ServiceStatus => {
  const loadBalancerId = orAbsent(metadata.annotations[loadBalancerIdKey]);
  return {
    ingress: status?.loadBalancer?.ingress.map(toIngress) ?? [],
    conditions: status?.conditions.map(toCondition) ?? [],
    ...(loadBalancerId === undefined ? {} : { loadBalancerId }),
  };
};

/** What was written on a Service, read from the whole object. What cannot be read counts as not written. */
export const readServiceStatus = (service: unknown): ServiceStatus =>
  pipe(
    ServiceStatusCodec.decode(service),
    E.map(toServiceStatus),
    E.getOrElse(() => noStatus),
  );
