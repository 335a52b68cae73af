/** The kinds of object a reason can point at. */
export type ObjectKind =
  | 'Service'
  | 'Node'
  | 'EndpointSlice'
  | 'Pod'
  | 'Secret'
  | 'TkeServiceConfig'
  | 'LoadBalancer'
  | 'Listener'
  | 'Document'
  | 'Snapshot'
  | 'Settings';

/** An object of the cluster or the cloud, by name. */
export interface ObjectRef {
  readonly kind: ObjectKind;
  /** Absent for what has no namespace. */
  readonly namespace?: string;
  readonly name: string;
}

/** A small value inside a reason. */
export type Fact = string | number | boolean | null | ReadonlyArray<string | number>;

/** Why a step is planned: which field of which object, what it was and what it is to be, and the rule behind it. */
export interface Why {
  readonly object: ObjectRef;
  readonly field: string;
  readonly from: Fact;
  readonly to: Fact;
  /** Rule id of the domain (`R3.16`), where one applies. */
  readonly rule?: string;
}

/** `Service shop/web`. */
export const showObject = (object: ObjectRef): string =>
  object.namespace === undefined
    ? `${object.kind} ${object.name}`
    : `${object.kind} ${object.namespace}/${object.name}`;

const showFact = (fact: Fact): string => {
  if (fact === null) return 'none';
  if (typeof fact !== 'object') return String(fact);
  const shown = fact.slice(0, 3).join(', ');
  return fact.length > 3 ? `${shown} and ${String(fact.length - 3)} more` : shown === '' ? 'none' : shown;
};

/** A reason in words: `Service shop/web spec.ports[0].port: none → 80`. */
export const show = (why: Why): string => {
  const rule = why.rule === undefined ? '' : ` (${why.rule})`;
  return `${showObject(why.object)} ${why.field}: ${showFact(why.from)} → ${showFact(why.to)}${rule}`;
};

/** The object of a Service key. */
export const service = (key: string): ObjectRef => {
  const slash = key.indexOf('/');
  return { kind: 'Service', namespace: key.slice(0, slash), name: key.slice(slash + 1) };
};
