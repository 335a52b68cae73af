import type { Cloud, Seen } from './cloud.js';
import { type Active, clings, type Situation } from './situation.js';

/** A setting of a load balancer as a whole that somebody who may say so asks for. */
export interface Demand {
  readonly name: string;
  readonly value: unknown;
}

const names = [
  'securityGroups',
  'passToTarget',
  'internetMaxBandwidthOut',
  'deletionProtection',
  'modificationProtection',
] as const;

/** What is known of a load balancer as a whole, by name. */
export const knownOf = ({ attributes, deletionProtected }: Cloud[number]): ReadonlyMap<string, unknown> =>
  new Map(Object.entries({ ...attributes, deletionProtection: deletionProtected }));

/** Whether two values are one, lists with their order. */
export const alike = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Whether a load balancer can have a setting, and there is a call that sets it. */
const canHave = ({ facts }: Seen, name: string): boolean => {
  if (name === 'internetMaxBandwidthOut') return facts.network._tag === 'Public';
  if (name === 'passToTarget') return (facts.bought?.addressIPVersion ?? 'IPV4') === 'IPV4';
  return name !== 'modificationProtection';
};

/** Everybody whose mark a load balancer bears, also where the cluster's mark was taken off. */
const marked = ({ facts, users }: Seen): ReadonlyArray<string> =>
  facts.tags['tke-clusterId'] === undefined
    ? Object.keys(facts.tags).filter((key) => facts.tags[key] === 'tke-lb-serviceId')
    : users;

const age = ({ wish: { service } }: Active): string => `${String(service.createdAt).padStart(16, '0')} ${service.key}`;

/**
 * What the settings of a load balancer as a whole shall be. Of those who are served there, the oldest who says something about a
 * setting counts, also when nobody can read what. Beside somebody whose part stays as it is, nobody may change anything.
 */
export const demandsOn = (all: Situation, clb: Seen): ReadonlyArray<Demand> => {
  const here = all.uids
    .flatMap((uid) => {
      const one = all.caseOf(uid);
      return one._tag === 'Active' && one.home?.id === clb.id ? [one] : [];
    })
    .sort((a, b) => (age(a) < age(b) ? -1 : 1));
  const beside = marked(clb).some((uid) => {
    const one = all.caseOf(uid);
    return !(one._tag === 'Active' && one.home?.id === clb.id) && clings(all, clb, uid);
  });
  if (beside) return [];
  return names.flatMap((name) => {
    const first = here.find(({ wish: { attributes } }) => attributes.unsure.has(name) || attributes.declared.has(name));
    if (first === undefined || first.wish.attributes.unsure.has(name) || !canHave(clb, name)) return [];
    return [{ name, value: first.wish.attributes.declared.get(name) }];
  });
};
