import { type Annotation, cloud, kube } from './Annotation.js';
import { type Finding, finding } from './Finding.js';
import { unofficial } from './unofficial.js';

/** Annotations of which there is a better one, or none is needed. */
const outdated: Readonly<
  Record<string, { readonly instead?: string; readonly message: string; readonly rule: string }>
> = {
  'kubernetes.io/service.internetChargeType': {
    instead: `${kube}/qcloud-loadbalancer-internet-charge-type`,
    message: 'an older name',
    rule: '2.3',
  },
  'kubernetes.io/service.internetMaxBandwidthOut': {
    instead: `${kube}/qcloud-loadbalancer-internet-max-bandwidth-out`,
    message: 'an older name',
    rule: '2.3',
  },
  [`${kube}/qcloud-loadbalancer-internal`]: {
    instead: `${kube}/qcloud-loadbalancer-internal-subnetid`,
    message: 'the form from before 2019; name the subnet by its id',
    rule: '2.2',
  },
  [`${kube}/loadbalance-type`]: { message: 'deprecated: every CLB is an application CLB', rule: 'R3.6' },
  [`${cloud}/enable-grace-shutdown`]: { message: 'deprecated: it is the default since v2.2.0', rule: '7.7' },
  [`${cloud}/enable-grace-shutdown-tkex`]: { message: 'deprecated: it is the default since v2.2.0', rule: '7.7' },
};

/** Keys that a manifest gets only by copying an object out of a cluster, and what they lead to. */
const copied: Readonly<Record<string, { readonly instead?: string; readonly message: string; readonly rule: string }>> =
  {
    [`${kube}/loadbalance-id`]: {
      instead: `${kube}/tke-existed-lbid`,
      message: 'the controller writes it; it selects no CLB',
      rule: '2.1',
    },
    [`${cloud}/client-token`]: {
      message:
        'the token of another purchase, copied with the object; remove it, or the purchase may be taken for that one',
      rule: '2.1',
    },
  };

/** Whether one letter put in, left out, changed or swapped makes one text the other. */
const isNear = (a: string, b: string): boolean => {
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  const [restA, restB] = [a.slice(start), b.slice(start)];
  if (restA === '' && restB === '') return false;
  return (
    restA.slice(1) === restB.slice(1) ||
    restA.slice(1) === restB ||
    restA === restB.slice(1) ||
    (restA.slice(2) === restB.slice(2) && restA[0] === restB[1] && restA[1] === restB[0])
  );
};

const nameOf = (key: string): string => key.slice(key.indexOf('/') + 1);

const isTke = (key: string): boolean => /^(service|ingress)\.(cloud\.tencent\.com|kubernetes\.io)\//.test(key);

/** A key of TKE's domains that no document knows: a slip, another prefix, an annotation of an Ingress. */
const unknownKey = (known: ReadonlyArray<Annotation>, key: string): Finding => {
  const wanted = known.filter(({ mutability }) => mutability !== 'read-only').map((one) => one.key);
  const instead = wanted.find((one) => nameOf(one) === nameOf(key)) ?? wanted.find((one) => isNear(one, key));
  return finding('warning', key, '2', 'no annotation of a Service is called so; it does nothing', instead);
};

const ofKnown = (one: Annotation, fromCluster: boolean): ReadonlyArray<Finding> => {
  const { key, mutability, acted, read } = one;
  const note = fromCluster ? undefined : copied[key];
  if (note !== undefined) return [finding('warning', key, note.rule, note.message, note.instead)];
  if (mutability === 'read-only')
    return fromCluster ? [] : [finding('hint', key, one.rules, 'the controller writes it; leave it out of manifests')];
  const old = outdated[key];
  if (old !== undefined) return [finding('hint', key, old.rule, old.message, old.instead)];
  if (read === undefined)
    return [finding('hint', key, one.rules, 'no document says what it means; it does nothing here')];
  const consequence = {
    yes: undefined,
    no: 'it is checked, and does nothing here',
    refused: 'what it asks for is not managed here; the Service is left as it is',
  }[acted];
  return consequence === undefined ? [] : [finding('warning', key, one.rules, consequence)];
};

/**
 * What the keys of annotations say by themselves. What the controller writes is no finding on an object from a cluster.
 *
 * | key | severity | right key |
 * |---|---|---|
 * | of unofficial texts, of the old controller (2.7, 2.8) | warning | where there is one |
 * | of TKE's domains, and no document knows it | warning | one with that name, or one letter away |
 * | `loadbalance-id`, `client-token` in a manifest | warning | `tke-existed-lbid`; none |
 * | others that the controller writes, in a manifest | hint | none |
 * | of an older or deprecated kind | hint | the newer one |
 * | not acted upon, or refused here | warning | none |
 * | of other domains | no finding | |
 */
export const keyFindings = (
  known: ReadonlyArray<Annotation>,
  key: string,
  fromCluster: boolean,
): ReadonlyArray<Finding> => {
  const wrong = unofficial.find(({ is }) => is(key));
  if (wrong !== undefined) {
    const message = [`it ${wrong.what} and does nothing`, ...(wrong.remedy === undefined ? [] : [wrong.remedy])].join(
      '; ',
    );
    return [finding('warning', key, wrong.rule, message, wrong.instead)];
  }
  const one = known.find((annotation) => annotation.key === key);
  if (one !== undefined) return ofKnown(one, fromCluster);
  return isTke(key) ? [unknownKey(known, key)] : [];
};
