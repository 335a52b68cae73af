import type { Service, Settings } from '@clbkit/core';
import { cloud } from './annotations/Annotation.js';
import type { ServiceStatus } from './ServiceStatus.js';

/** Whether Pods of this cluster can be backends where a Service asks for it (tke-service 7.4). */
const canBeDirect = ({ podNetwork, globalRouteDirectAccess, serverless }: Settings.Settings): boolean =>
  !serverless && (podNetwork === 'VpcCni' || (podNetwork === 'GlobalRouter' && globalRouteDirectAccess));

/** Whether nothing was ever done for a Service. */
const isNew = (service: Service.Service, { loadBalancerId, ingress, conditions }: ServiceStatus): boolean =>
  service.published.length === 0 &&
  loadBalancerId === undefined &&
  ingress.length === 0 &&
  !conditions.some(({ type }) => type === 'Ready');

/**
 * The annotations that the controller adds to a Service before it plans it for the first time. They are an output: the planner
 * itself reads annotations only, so that what holds for a Service can be seen on it, and a switch never changes one that is
 * there already.
 *
 * | Service | added |
 * |---|---|
 * | new, of type LoadBalancer, without `direct-access`; `defaultDirectAccess` is on and Pods can be backends | `direct-access: "true"` |
 * | any other | nothing |
 *
 * Law: once added, nothing more is added.
 */
export const defaultAnnotations =
  (settings: Settings.Settings) =>
  (service: Service.Service, status: ServiceStatus): Readonly<Record<string, string>> => {
    const { request, type, deleting, loadBalancerClass } = service;
    const isOurs = loadBalancerClass === undefined || settings.loadBalancerClasses.includes(loadBalancerClass);
    const asks = type === 'LoadBalancer' && !deleting && isOurs && request.skip !== true;
    return settings.defaultDirectAccess &&
      asks &&
      request.directAccess === undefined &&
      canBeDirect(settings) &&
      isNew(service, status)
      ? { [`${cloud}/direct-access`]: 'true' }
      : {};
  };
