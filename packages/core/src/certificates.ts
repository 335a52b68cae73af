import * as E from 'fp-ts/lib/Either.js';
import { lookup, valuesOf } from './internal/keyed.js';
import type { ListenerKey } from './Listener.js';
import type { PlanError } from './PlanError.js';
import type { Lack } from './Rule.js';
import type { LoadBalancerRequest } from './Request.js';
import type { Service } from './Service.js';
import type { Snapshot } from './Snapshot.js';
import type { ObjectRef } from './Why.js';

/** What is known of a certificate that a Service names. */
export type FoundCertificate =
  | { readonly _tag: 'Found'; readonly id: string; readonly from: ObjectRef }
  | { readonly _tag: 'Lacking'; readonly what: Lack; readonly errors: ReadonlyArray<PlanError> };

/** What needs a certificate. */
export interface Need {
  readonly service: Service;
  readonly listener: ListenerKey;
  /** Absent when it is the listener as a whole. */
  readonly host?: string;
  /** Name of the Secret, where one is named. */
  readonly secret: string | undefined;
}

/**
 * The certificate behind the name of a Secret (R5.5).
 *
 * | Secret | certificate |
 * |---|---|
 * | there, with a certificate id | found |
 * | there, without one | lacking, with an error |
 * | not there, or none is named | lacking, with an error |
 * | cannot be read | lacking, with what is wrong with it |
 * | Secrets are not known | lacking, with a note |
 */
export const certificateOf =
  (snapshot: Snapshot) =>
  ({ service, listener, host, secret }: Need): FoundCertificate => {
    const missing = (because: Extract<PlanError, { _tag: 'MissingCertificate' }>['because']): PlanError => ({
      _tag: 'MissingCertificate',
      service: service.key,
      listener,
      because,
      ...(host === undefined ? {} : { host }),
      ...(secret === undefined ? {} : { secret }),
    });
    const lacking = (what: Lack, ...errors: ReadonlyArray<PlanError>): FoundCertificate => ({
      _tag: 'Lacking',
      what,
      errors,
    });
    const { certificates } = snapshot;
    if (secret === undefined) return lacking('certificate', missing('NotNamed'));
    if (certificates._tag === 'Unknown')
      return lacking('facts', { _tag: 'Unknown', collection: 'Secrets', because: certificates.because });
    const found = lookup(lookup(certificates.items, service.namespace) ?? {}, secret);
    if (found === undefined) return lacking('certificate', missing('NoSecret'));
    if (E.isLeft(found)) return lacking('facts', missing('Unreadable'), ...found.left.errors);
    const { certId } = found.right;
    if (certId === undefined) return lacking('certificate', missing('NoCertificateId'));
    return { _tag: 'Found', id: certId, from: { kind: 'Secret', namespace: service.namespace, name: secret } };
  };

/** Whether a Service asks for the certificate in a Secret of that name. */
export const namesSecret = ({ protocols }: LoadBalancerRequest, name: string): boolean =>
  protocols !== undefined &&
  valuesOf(protocols).some(({ tls, hosts }) => tls === name || valuesOf(hosts ?? {}).some((host) => host.tls === name));
