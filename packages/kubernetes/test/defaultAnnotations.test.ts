import { describe, expect, it } from '@jest/globals';
import { type Service, Settings } from '@clbkit/core';
import { defaultAnnotations, noStatus, type ServiceStatus } from '../src/index.js';
import { annotated, nounOf, service } from './support.js';

const on = { ...Settings.defaults, defaultDirectAccess: true };
const direct = { 'service.cloud.tencent.com/direct-access': 'true' };

const added = (value: unknown, settings: Settings.Settings = on, status: ServiceStatus = noStatus): unknown =>
  defaultAnnotations(settings)(nounOf(value) as Service.Service, status);

describe('defaultAnnotations (1.6)', () => {
  it.each<readonly [string, unknown, Settings.Settings, ServiceStatus, object]>([
    ['direct access to a new Service', service(), on, noStatus, direct],
    ['nothing where the switch is off', service(), Settings.defaults, noStatus, {}],
    [
      'nothing where the Service says no',
      annotated({ 'service.cloud.tencent.com/direct-access': 'false' }),
      on,
      noStatus,
      {},
    ],
    ['nothing where it is there already', annotated(direct), on, noStatus, {}],
    ['nothing to a ClusterIP', service({ type: 'ClusterIP' }), on, noStatus, {}],
    [
      'nothing to one that is being deleted',
      service({}, { deletionTimestamp: '2026-01-12T03:14:15Z' }),
      on,
      noStatus,
      {},
    ],
    ['nothing to one of another class', service({ loadBalancerClass: 'x' }), on, noStatus, {}],
    ['nothing to one that is left alone', annotated({ 'service.cloud.tencent.com/mode': 'skip' }), on, noStatus, {}],
    ['nothing to one that has a CLB', service(), on, { ...noStatus, loadBalancerId: 'lb-a' }, {}],
    [
      'nothing to one that has an address',
      { ...service(), status: { loadBalancer: { ingress: [{ ip: '1.2.3.4' }] } } },
      on,
      noStatus,
      {},
    ],
    [
      'nothing to one that was tried before',
      service(),
      on,
      {
        ...noStatus,
        conditions: [{ type: 'Ready', status: 'False', reason: 'E4004', message: '', lastTransitionTime: '' }],
      },
      {},
    ],
    ['nothing where Pods cannot be backends', service(), { ...on, podNetwork: 'CiliumOverlay' }, noStatus, {}],
    [
      'nothing where GlobalRouter is switched off',
      service(),
      { ...on, podNetwork: 'GlobalRouter', globalRouteDirectAccess: false },
      noStatus,
      {},
    ],
    [
      'nothing in a serverless cluster, where it goes without saying',
      service(),
      { ...on, serverless: true },
      noStatus,
      {},
    ],
  ])('adds %s', (_, value, settings, status, annotations) => {
    expect(added(value, settings, status)).toEqual(annotations);
  });

  it('adds nothing more once it has added', () => {
    expect(added(annotated(added(service())))).toEqual({});
  });
});
