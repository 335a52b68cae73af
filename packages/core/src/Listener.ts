import type * as Backend from './Backend.js';
import * as HealthCheck from './HealthCheck.js';
import { type Brand, brand } from './internal/brand.js';
import type { Keyed } from './internal/keyed.js';
import type { Lack, RuleWish } from './Rule.js';
import { changesOf, type SettingChange } from './Setting.js';
import type { ObjectRef, Why } from './Why.js';

export type { SettingChange } from './Setting.js';

/** The protocols a CLB listener may have (clb-api 2.8). */
export type Protocol = 'TCP' | 'UDP' | 'TCP_SSL' | 'QUIC' | 'HTTP' | 'HTTPS';

/** `TCP:80`: protocol and port of a listener. */
export type ListenerKey = Brand<'ListenerKey'>;

/** The key of a listener. */
export const keyOf = (protocol: Protocol, port: number): ListenerKey => brand(`${protocol}:${String(port)}`);

/** The transport whose port space a protocol uses: TCP, TCP_SSL, HTTP and HTTPS collide, as do UDP and QUIC (R4.5). */
export const transportOf = (protocol: Protocol): 'TCP' | 'UDP' =>
  protocol === 'UDP' || protocol === 'QUIC' ? 'UDP' : 'TCP';

/** `TCP/80`: what only one listener of a CLB can have. */
export const slotOf = (listener: { readonly protocol: Protocol; readonly port: number }): string =>
  `${transportOf(listener.protocol)}/${String(listener.port)}`;

/** The slot of a listener key. */
export const slotOfKey = (key: string): string => {
  const [protocol = '', port = ''] = key.split(':');
  return `${protocol === 'UDP' || protocol === 'QUIC' ? 'UDP' : 'TCP'}/${port}`;
};

/** The name every managed listener carries (R3.22). A listener with another name is presumed a person's (R3.8). */
export const managedName = 'TKE-DEDICATED-LISTENER';

/** Settings of a listener; those of layer 7 have most of theirs on their rules. An absent member is not ours and is never changed (R6.4, R6.5). */
export interface ListenerSettings {
  readonly scheduler?: 'WRR' | 'LEAST_CONN';
  /** Seconds, 30–3600; 0 switches stickiness off. */
  readonly sessionExpireTime?: number;
  /** Whether clients get a TCP RST when a backend is deregistered. */
  readonly deregisterTargetRst?: boolean;
  /** Whether connections to backends are kept (HTTP and HTTPS). */
  readonly keepalive?: boolean;
  /** Whether each domain of an HTTPS listener has its own certificate. It cannot be switched off (R5.10). */
  readonly sni?: boolean;
  /** The id of the server certificate: TCP_SSL, QUIC, and HTTPS without SNI. */
  readonly certificate?: string;
  readonly healthCheck?: HealthCheck.HealthCheck;
}

/** What a listener has where nothing was ever set, as the CLB documents it (tke-service 5.6, clb-api 2.8). */
export const defaultSettings: ListenerSettings = {
  scheduler: 'WRR',
  sessionExpireTime: 0,
  deregisterTargetRst: false,
  healthCheck: HealthCheck.defaults,
};

const plainFields = [
  'scheduler',
  'sessionExpireTime',
  'deregisterTargetRst',
  'keepalive',
  'sni',
  'certificate',
] as const;

/** The settings that `wanted` declares and `observed` has otherwise. Law (untouched): an absent setting never appears. */
export const settingChanges = (observed: ListenerSettings, wanted: ListenerSettings): ReadonlyArray<SettingChange> =>
  changesOf(plainFields, observed, wanted);

/** `over` laid upon `base`; a health check is merged member by member, since the cloud wants the whole of it (clb-api 2.9). */
export const overlay = (base: ListenerSettings, over: ListenerSettings): ListenerSettings => ({
  ...base,
  ...over,
  ...(over.healthCheck === undefined ? {} : { healthCheck: { ...base.healthCheck, ...over.healthCheck } }),
});

/** Why a node that exists is not a backend. */
export type Exclusion =
  | 'ControlPlane'
  | 'ExcludeLabel'
  | 'NotReady'
  | 'Cordoned'
  | 'Deleting'
  | 'ToBeDeleted'
  | 'VirtualNode'
  | 'RegisteredNode'
  | 'NoProviderId'
  | 'NotSelected'
  | 'NoPod';

/** The nodes that may be backends of NodePort listeners; computed once for all Services that select the same nodes. */
export interface NodePool {
  /** Who must be registered, in order. */
  readonly addresses: ReadonlyArray<Backend.BackendAddress>;
  /** Who may stay registered but is not added: nodes whose trouble the CLB's own health check handles. */
  readonly tolerated: ReadonlyArray<Backend.BackendAddress>;
  /** Who gets weight 0 if registered, and is not added: nodes that are being deleted gracefully. */
  readonly draining: ReadonlyArray<Backend.BackendAddress>;
  /** Why nobody may be removed: the Nodes are unknown, or one cannot be read. */
  readonly incomplete?: string;
  /** The selector that no usable node matches, when that is why there is nobody. */
  readonly unmatched?: string;
  /** The node behind an address. */
  readonly names: Keyed<string>;
  /** Why the node behind an address is not required. */
  readonly excluded: Keyed<Exclusion>;
  /** Why all others are not, when a Service uses only a part of its pool. */
  readonly otherwise?: Exclusion;
}

/** Where the backends of a listener come from. */
export type BackendSource =
  { readonly _tag: 'Nodes'; readonly pool: NodePool } | { readonly _tag: 'Endpoints'; readonly of: ObjectRef };

/**
 * Who may be registered beyond what is required: these (they keep the weight they have, whatever it is), or anybody, because
 * the facts are incomplete and unknown is not empty.
 */
export type Tolerated =
  | { readonly _tag: 'Only'; readonly these: Backend.BackendSet }
  | { readonly _tag: 'Anybody'; readonly because: string };

/** The backends a listener shall have. */
export interface BackendsWish {
  /** Must be registered with exactly this weight. */
  readonly required: Backend.BackendSet;
  /** Must have exactly this weight if registered, and is not added: leaving endpoints at weight 0 (7.5). */
  readonly draining: Backend.BackendSet;
  readonly tolerated: Tolerated;
  readonly source: BackendSource;
}

/** A listener as it shall be. */
export interface ListenerWish {
  readonly key: ListenerKey;
  readonly protocol: Protocol;
  readonly port: number;
  readonly settings: ListenerSettings;
  /** The object that declares the settings, when one does. */
  readonly settingsFrom?: ObjectRef;
  /** The objects that declare single settings, by field, where it is another one. */
  readonly declaredBy?: Keyed<ObjectRef>;
  /** Why it cannot be made now. What is there under its key is kept in step, and nothing in its place is taken away (R5.5). */
  readonly lacks?: Lack;
  /** With rules, they stand on each rule and not on the listener. */
  readonly backends: BackendsWish;
  /** Of HTTP and HTTPS listeners, in order of key. */
  readonly rules?: ReadonlyArray<RuleWish>;
  /** The field that asks for this listener. */
  readonly why: Why;
}
