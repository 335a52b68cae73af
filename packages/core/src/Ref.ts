import { type Brand, brand } from './internal/brand.js';

/** The id a cloud gave to something: `lb-…`, `lbl-…`. */
export type CloudId = Brand<'CloudId'>;

/** A cloud id from text the cloud or a user wrote. */
export const cloudId = (text: string): CloudId => brand(text);

/** A name for something: the id of what exists, or the planned key of what a step of the same lane will make. */
export type Ref =
  { readonly _tag: 'Existing'; readonly id: CloudId } | { readonly _tag: 'Planned'; readonly key: string };

/** Names what exists. */
export const existing = (id: CloudId): Ref => ({ _tag: 'Existing', id });

/** Names what a step of the same lane will make. */
export const planned = (key: string): Ref => ({ _tag: 'Planned', key });

/** The planned key of the load balancer wanted under `loadBalancer`. */
export const plannedLoadBalancer = (loadBalancer: string): string => `load-balancer:${loadBalancer}`;

/** The planned key of a listener of that load balancer. */
export const plannedListener = (loadBalancer: string, listener: string): string =>
  `listener:${loadBalancer}:${listener}`;

/** The planned key of a rule of a listener of that load balancer. */
export const plannedRule = (loadBalancer: string, listener: string, rule: string): string =>
  `rule:${loadBalancer}:${listener}:${rule}`;

/** A ref in words: its id, or its planned key in angle brackets. */
export const show = (ref: Ref): string => (ref._tag === 'Existing' ? ref.id : `<${ref.key}>`);
