import type { Attribute } from './Attributes.js';
import type { ListenerKey } from './Listener.js';
import type { CloudId } from './Ref.js';
import type { ServiceKey } from './Service.js';
import { type ObjectRef, showObject } from './Why.js';

/** Where in an input file an object stands. */
export interface Place {
  readonly file: string;
  /** Number of the document in the file, from 1. */
  readonly document: number;
  /** Line, from 1, when the format has lines. */
  readonly line?: number;
}

/** All that can be wrong with the wishes of a Service or the facts around it, with the facts to act on. */
export type PlanError =
  | {
      readonly _tag: 'InvalidField';
      readonly object: ObjectRef;
      readonly path: string;
      readonly expected: string;
      readonly found: string;
      readonly place?: Place;
      readonly remedy?: string;
      /** The code TKE shows for a wrong value of that field, where one is published. */
      readonly code?: string;
    }
  | {
      readonly _tag: 'UnsupportedProtocol';
      readonly service: ServiceKey;
      readonly port: number;
      readonly protocol: string;
    }
  | {
      readonly _tag: 'DuplicatePort';
      readonly service: ServiceKey;
      readonly listener: ListenerKey;
      /** The other listener of the same slot, when it is another. */
      readonly other?: ListenerKey;
    }
  | {
      readonly _tag: 'DuplicateBackend';
      readonly service: ServiceKey;
      readonly listener: ListenerKey;
      /** The listener that has the same backends already. */
      readonly other: ListenerKey;
      /** The port of the Pods, by number or name. */
      readonly target: string;
    }
  | {
      readonly _tag: 'MixedProtocols';
      readonly service: ServiceKey;
      readonly listener: ListenerKey;
      /** The protocol of the declared port. */
      readonly declared: string;
    }
  | {
      readonly _tag: 'MissingCertificate';
      readonly service: ServiceKey;
      readonly listener: ListenerKey;
      readonly host?: string;
      /** Name of the Secret. */
      readonly secret?: string;
      readonly because: 'NotNamed' | 'NoSecret' | 'NoCertificateId' | 'Unreadable';
    }
  | {
      readonly _tag: 'InvalidHost';
      readonly service: ServiceKey;
      readonly listener: ListenerKey;
      readonly host: string;
    }
  | { readonly _tag: 'NoNodePort'; readonly service: ServiceKey; readonly listener: ListenerKey }
  | { readonly _tag: 'NoPorts'; readonly service: ServiceKey }
  | {
      readonly _tag: 'NoBackends';
      readonly service: ServiceKey;
      readonly listener: ListenerKey;
      /** Why there is nobody, when more can be said than that. */
      readonly because?: string;
    }
  | {
      readonly _tag: 'NoDirectBackends';
      readonly service: ServiceKey;
      readonly listener: ListenerKey;
      readonly because: string;
    }
  | { readonly _tag: 'Ignored'; readonly service: ServiceKey; readonly field: string; readonly because: string }
  | {
      readonly _tag: 'Unsupported';
      readonly service: ServiceKey;
      /** The one listener it concerns; without it the whole Service. */
      readonly listener?: ListenerKey;
      readonly field: string;
      readonly because: string;
    }
  | {
      readonly _tag: 'WrongAddressFamily';
      readonly service: ServiceKey;
      readonly slice: string;
      readonly addressType: string;
      /** The family the CLB takes. */
      readonly expected: 'IPv4' | 'IPv6';
    }
  | { readonly _tag: 'MissingServiceConfig'; readonly service: ServiceKey; readonly name: string }
  | {
      readonly _tag: 'PortConflict';
      readonly service: ServiceKey;
      readonly loadBalancer: CloudId;
      readonly listener: ListenerKey;
      readonly holder: string;
    }
  | { readonly _tag: 'LoadBalancerNotFound'; readonly service: ServiceKey; readonly loadBalancer: CloudId }
  | {
      readonly _tag: 'NotOurs';
      readonly service: ServiceKey;
      readonly loadBalancer: CloudId;
      readonly because: 'MadeByTke' | 'OtherCluster' | 'Ingress' | 'OtherVpc' | 'SharingOff';
      readonly found: string;
    }
  | { readonly _tag: 'AmbiguousOwner'; readonly service: ServiceKey; readonly loadBalancers: ReadonlyArray<CloudId> }
  | {
      readonly _tag: 'ForbiddenTransition';
      readonly service: ServiceKey;
      readonly loadBalancer: CloudId;
      readonly from: string;
      readonly to: string;
    }
  | { readonly _tag: 'DeletionProtected'; readonly service: ServiceKey; readonly loadBalancer: CloudId }
  | {
      readonly _tag: 'ForeignListener';
      readonly loadBalancer: CloudId;
      readonly listener: ListenerKey;
      readonly name: string;
    }
  | { readonly _tag: 'MarksLost'; readonly service: ServiceKey; readonly loadBalancer: CloudId }
  | {
      /** A load balancer has to be bought in a way that the cloud does not offer (8.1). */
      readonly _tag: 'InvalidCreation';
      readonly service: ServiceKey;
      readonly field: string;
      readonly expected: string;
      readonly found: string;
    }
  | { readonly _tag: 'CreationIgnored'; readonly service: ServiceKey; readonly field: string; readonly because: string }
  | {
      readonly _tag: 'CreationOver';
      readonly service: ServiceKey;
      readonly loadBalancer: CloudId;
      readonly field: string;
      readonly wanted: string;
      readonly found: string;
    }
  | {
      /** Another Service of the same CLB decides; `value` is absent when nobody can tell what it wants (R4.10). */
      readonly _tag: 'AttributeConflict';
      readonly service: ServiceKey;
      readonly loadBalancer: CloudId;
      readonly attribute: Attribute;
      readonly wanted: string;
      readonly holder: string;
      readonly value?: string;
    }
  | {
      readonly _tag: 'AttributeUnsettable';
      readonly service: ServiceKey;
      readonly attribute: Attribute;
      readonly wanted: string;
      readonly because: 'Internal' | 'IPv6' | 'NoCall';
    }
  | { readonly _tag: 'RetainProtected'; readonly service: ServiceKey; readonly loadBalancer: CloudId }
  | { readonly _tag: 'OtherClass'; readonly service: ServiceKey; readonly class: string }
  | { readonly _tag: 'Skipped'; readonly service: ServiceKey }
  | {
      readonly _tag: 'OverLimit';
      readonly service: ServiceKey;
      readonly limit: string;
      readonly max: number;
      readonly wanted: number;
    }
  | { readonly _tag: 'UnusableNode'; readonly node: string; readonly because: string }
  | { readonly _tag: 'Unknown'; readonly collection: string; readonly because: string };

/** How much an error stops: everything its Service owns, one listener, or nothing. */
export type Reach = 'service' | 'listener' | 'none';

/** How far an error reaches. */
export const reach = (error: PlanError): Reach => {
  switch (error._tag) {
    case 'InvalidField':
    case 'DuplicatePort':
    case 'DuplicateBackend':
    case 'NoPorts':
    case 'PortConflict':
    case 'LoadBalancerNotFound':
    case 'NotOurs':
    case 'AmbiguousOwner':
    case 'Skipped':
    case 'OtherClass':
    case 'DeletionProtected':
    case 'InvalidCreation':
      return 'service';
    case 'UnsupportedProtocol':
    case 'NoNodePort':
    case 'MixedProtocols':
    case 'MissingCertificate':
    case 'InvalidHost':
      return 'listener';
    case 'Unsupported':
      return error.listener === undefined ? 'service' : 'listener';
    case 'NoBackends':
    case 'NoDirectBackends':
    case 'Ignored':
    case 'WrongAddressFamily':
    case 'MissingServiceConfig':
    case 'ForbiddenTransition':
    case 'ForeignListener':
    case 'MarksLost':
    case 'OverLimit':
    case 'UnusableNode':
    case 'Unknown':
    case 'CreationIgnored':
    case 'CreationOver':
    case 'AttributeConflict':
    case 'AttributeUnsettable':
    case 'RetainProtected':
      return 'none';
  }
};

/** The code TKE shows for the same trouble (tke-service 9.3), where it publishes one. */
export const code = (error: PlanError): string | undefined => {
  switch (error._tag) {
    case 'InvalidField':
      return error.code;
    case 'LoadBalancerNotFound':
      return 'E4011';
    case 'NotOurs':
      return {
        MadeByTke: 'E4012',
        OtherCluster: 'E4013',
        Ingress: undefined,
        OtherVpc: undefined,
        SharingOff: 'E4016',
      }[error.because];
    case 'PortConflict':
      return 'E4014';
    case 'DuplicateBackend':
      return 'E4036';
    case 'MissingServiceConfig':
      return 'E4026';
    case 'NoDirectBackends':
      return 'E4033';
    case 'InvalidCreation':
      return 'E4005';
    default:
      return undefined;
  }
};

const refusal = {
  MadeByTke: 'it was made by TKE (tag tke-createdBy-flag), and only CLBs bought by a user can be named',
  OtherCluster: 'another cluster uses it',
  Ingress: 'an Ingress uses it',
  OtherVpc: 'it is in another VPC',
  SharingOff: 'another Service uses it and sharing is switched off',
} as const;

const lackOf = ({ because, secret = '' }: Extract<PlanError, { _tag: 'MissingCertificate' }>): string =>
  ({
    NotNamed: 'it needs a certificate and names no Secret; name one under tls',
    NoSecret: `Secret ${secret} with its certificate does not exist in the namespace of the Service; create it`,
    NoCertificateId: `Secret ${secret} has no qcloud_cert_id; put the id of the certificate there`,
    Unreadable: `Secret ${secret} with its certificate cannot be read; repair it`,
  })[because];

const at = (place: Place | undefined): string =>
  place === undefined
    ? ''
    : `${place.file}${place.line === undefined ? '' : `:${String(place.line)}`} (document ${String(place.document)}): `;

const unsettable = {
  Internal: 'only a public CLB has it',
  IPv6: 'an IPv6 CLB does not have it',
  NoCall: 'the API has no call for it; set it in the console',
} as const;

/** An error in one line: which object, which field, what was expected and found, what to do. */
export const describe = (error: PlanError): string => {
  switch (error._tag) {
    case 'InvalidField':
      return `${at(error.place)}${showObject(error.object)} ${error.path}: expected ${error.expected}, found ${error.found}${error.remedy === undefined ? '' : `; ${error.remedy}`}`;
    case 'UnsupportedProtocol':
      return `Service ${error.service} port ${String(error.port)}: expected protocol TCP or UDP, found ${error.protocol}; this port gets no listener`;
    case 'DuplicateBackend':
      return `Service ${error.service} ${error.listener}: its backends are those of ${error.other}, port ${error.target} of the same Pods, and a CLB takes a backend once for each protocol; let the Pods listen on another port`;
    case 'DuplicatePort':
      return error.other === undefined || error.other === error.listener
        ? `Service ${error.service} spec.ports: ${error.listener} appears twice; remove one of the two`
        : `Service ${error.service}: ${error.listener} and ${error.other} take the same port of a CLB; ask for one of the two`;
    case 'MixedProtocols':
      return `Service ${error.service} ${error.listener}: the declared port is ${error.declared}, and its node port cannot serve that; ask for direct access, or name a protocol of the declared kind`;
    case 'MissingCertificate':
      return `Service ${error.service} ${error.listener}${error.host === undefined ? '' : ` host ${error.host}`}: ${lackOf(error)}; until then nothing is created there, and what is there stays`;
    case 'InvalidHost':
      return `Service ${error.service} ${error.listener} host ${JSON.stringify(error.host)}: expected a name of lower-case letters, digits and dashes with a dot, such as a.example.com or *.example.com; it gets no rule`;
    case 'NoNodePort':
      return `Service ${error.service} ${error.listener}: no nodePort is allocated; set allocateLoadBalancerNodePorts to true or ask for direct access`;
    case 'NoPorts':
      return `Service ${error.service} spec.ports: expected at least one port, found none`;
    case 'NoBackends':
      return `Service ${error.service} ${error.listener}: nothing can receive traffic${error.because === undefined ? '' : `, ${error.because}`}; check its Pods and Nodes`;
    case 'NoDirectBackends':
      return `Service ${error.service} ${error.listener}: expected Pods that can be backends themselves, found none: ${error.because}; who is registered stays. Use Pods with addresses of the VPC, or node ports`;
    case 'Ignored':
      return `Service ${error.service} ${error.field}: has no effect, ${error.because}`;
    case 'Unsupported':
      return `Service ${error.service}${error.listener === undefined ? '' : ` ${error.listener}`} ${error.field}: ${error.because}; what is there stays as it is`;
    case 'WrongAddressFamily':
      return `Service ${error.service} EndpointSlice ${error.slice}: address type ${error.addressType} cannot be bound to a CLB with ${error.expected} backends and is left out`;
    case 'MissingServiceConfig':
      return `Service ${error.service}: TkeServiceConfig ${error.name} does not exist in its namespace; listener settings stay as they are`;
    case 'PortConflict':
      return `Service ${error.service} ${error.listener}: ${error.holder} holds that port of ${error.loadBalancer}; choose another port or another CLB`;
    case 'LoadBalancerNotFound':
      return `Service ${error.service}: CLB ${error.loadBalancer} does not exist; correct tke-existed-lbid`;
    case 'NotOurs':
      return `Service ${error.service}: CLB ${error.loadBalancer} cannot be used, ${refusal[error.because]} (found ${error.found})`;
    case 'AmbiguousOwner':
      return `Service ${error.service}: CLBs ${error.loadBalancers.join(', ')} all carry its tags; remove the tags of all but one`;
    case 'ForbiddenTransition':
      return `Service ${error.service}: changing ${error.from} to ${error.to} would take it off CLB ${error.loadBalancer}, which the settings refuse or which cannot be done now; it stays. To move it, change the type to ClusterIP first, then ask for the new mode`;
    case 'DeletionProtected':
      return `CLB ${error.loadBalancer} of Service ${error.service} is protected against deletion and is kept; switch the protection off in the console to let it go`;
    case 'ForeignListener':
      return `CLB ${error.loadBalancer} ${error.listener}: listener "${error.name}" is not ours, so it and its CLB are kept`;
    case 'MarksLost':
      return `CLB ${error.loadBalancer} bears the name of Service ${error.service} but not its tags; it is not touched, and a new one is made`;
    case 'InvalidCreation':
      return `Service ${error.service} ${error.field}: expected ${error.expected}, found ${error.found}; no CLB can be bought like that`;
    case 'CreationIgnored':
      return `Service ${error.service} ${error.field}: ${error.because}; it is not sent`;
    case 'CreationOver':
      return `Service ${error.service} ${error.field}: CLB ${error.loadBalancer} was bought with ${error.found}, and asking for ${error.wanted} has no effect any more; a new Service gets a CLB like that`;
    case 'AttributeConflict':
      return `Service ${error.service}: CLB ${error.loadBalancer} does not get ${error.attribute} ${error.wanted}: Service ${error.holder} ${error.value === undefined ? 'uses it too, and nobody can tell what that one wants; it stays as it is' : `is older and wants ${error.value}; let both ask for the same`}`;
    case 'AttributeUnsettable':
      return `Service ${error.service}: ${error.attribute} ${error.wanted} is not set, ${unsettable[error.because]}`;
    case 'RetainProtected':
      return `Service ${error.service}: CLB ${error.loadBalancer} is protected against changes, which TKE does not retain; it is kept all the same when the Service goes`;
    case 'OtherClass':
      return `Service ${error.service}: loadBalancerClass ${error.class} belongs to another controller; nothing of it is changed`;
    case 'Skipped':
      return `Service ${error.service}: mode is skip; nothing of it is changed`;
    case 'OverLimit':
      return `Service ${error.service}: ${error.limit} is limited to ${String(error.max)}, wanted ${String(error.wanted)}`;
    case 'UnusableNode':
      return `Node ${error.node}: ${error.because}; it is not a backend`;
    case 'Unknown':
      return `${error.collection} are not known (${error.because}); nothing that depends on them is removed`;
  }
};
