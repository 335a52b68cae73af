import { ObservedState, Ref, Snapshot } from '@clbkit/core';
import { describe, expect, it } from '@jest/globals';
import * as E from 'fp-ts/lib/Either.js';
import {
  cluster,
  endpoint,
  listener,
  mine,
  node,
  observed,
  planned,
  port,
  said,
  service,
  shown,
  slice,
  snapshot,
  users,
  words,
} from './build.js';

const stepsOf = (of: ReturnType<typeof planned>) => of.lanes.flatMap(({ steps }) => steps);

const limited = (
  limits: ObservedState.Limits,
  ...facts: ReadonlyArray<ObservedState.LoadBalancerFacts>
): ObservedState.ObservedState => ObservedState.make(cluster.id, facts, limits);

describe('steps in full', () => {
  it('a new load balancer is made in the VPC of the cluster, or in none that is named', () => {
    const wish = snapshot([service('web')]);
    const [inVpc] = stepsOf(planned(observed(), wish));
    expect(inVpc).toEqual({
      _tag: 'CreateLoadBalancer',
      key: 'shop/web',
      network: { _tag: 'Public' },
      vpc: 'vpc-1',
      name: 'cls-test_shop_web',
      tags: { 'tke-clusterId': 'cls-test', 'tke-createdBy-flag': 'yes', 'tke-lb-serviceuuid': 'uid-web' },
      clientToken: 'uid-web.public',
      why: [
        {
          object: { kind: 'Service', namespace: 'shop', name: 'web' },
          field: 'spec.type',
          from: null,
          to: 'LoadBalancer',
          rule: 'R3.1',
        },
      ],
    });
    const [anywhere] = stepsOf(planned(observed(), { ...wish, cluster: { id: 'cls-test' } }));
    expect(anywhere).not.toHaveProperty('vpc');
  });

  it('a load balancer that is still being made is waited for, before anything else', () => {
    const there = observed(mine('lb-1', 'web', [], { status: 'Creating' }));
    const plan = planned(there, snapshot([service('web')]));
    expect(stepsOf(plan)[0]).toEqual({
      _tag: 'AwaitLoadBalancer',
      loadBalancer: { _tag: 'Existing', id: 'lb-1' },
      why: [
        {
          object: { kind: 'LoadBalancer', name: 'lb-1' },
          field: 'Status',
          from: 'Creating',
          to: 'Running',
          rule: 'R3.5',
        },
      ],
    });
    expect(words(plan)).toEqual([
      'wait for load balancer lb-1',
      'create listener TCP:80',
      'register 2 backends on TCP:80',
    ]);
  });

  it('what takes something away carries the tags it was planned on', () => {
    const there = observed(
      mine('lb-1', 'web', [listener('TCP:80', ['ins-1:30080', 'ins-9:30080']), listener('TCP:81')]),
    );
    const steps = stepsOf(planned(there, snapshot([service('web')], [node(1)])));
    const proof = {
      tags: { 'tke-clusterId': 'cls-test', 'tke-createdBy-flag': 'yes', 'tke-lb-serviceuuid': 'uid-web' },
    };
    expect(steps).toMatchObject([
      { _tag: 'DeregisterBackends', proof },
      { _tag: 'DeleteListeners', proof },
    ]);
    expect(steps.map((step) => 'proof' in step && step.proof)).toEqual([proof, proof]);
  });

  it('on a user’s load balancer the proof is the mark of the cluster alone', () => {
    const shared = users('lb-7', ['web'], [listener('TCP:80', ['ins-1:30080']), listener('TCP:81')], {
      'lbl-tcp80': 'web',
      'lbl-tcp81': 'web',
    });
    const wish = snapshot([service('web', { request: { existing: Ref.cloudId('lb-7') } })], [node(1)]);
    const [gone] = stepsOf(planned(observed(shared), wish));
    expect(gone).toMatchObject({ _tag: 'DeleteListeners' });
    expect(gone !== undefined && 'proof' in gone && gone.proof).toEqual({ tags: { 'tke-clusterId': 'cls-test' } });
  });

  it('a listener there is whose record is missing is recorded without waiting for anything', () => {
    const shared = users('lb-7', ['web'], [listener('TCP:80', ['ins-1:30080'])]);
    const wish = snapshot([service('web', { request: { existing: Ref.cloudId('lb-7') } })], [node(1)]);
    expect(stepsOf(planned(observed(shared), wish))).toMatchObject([
      {
        _tag: 'ModifyTags',
        set: {},
        records: [{ uid: 'uid-web', listener: { _tag: 'Existing', id: 'lbl-tcp80' } }],
        remove: [],
      },
    ]);
  });

  it('settings that a TkeServiceConfig declares and that differ are set, those alike are not mentioned', () => {
    const there = observed(mine('lb-1', 'web', [listener('TCP:80', ['ins-1:30080'])]));
    const base = snapshot([service('web', { request: { serviceConfig: 'tuned' } })], [node(1)]);
    const settings = { scheduler: 'LEAST_CONN', sessionExpireTime: 0, healthCheck: { intervalTime: 10 } } as const;
    const wish: Snapshot.Snapshot = {
      ...base,
      serviceConfigs: Snapshot.known({
        shop: { tuned: E.right({ namespace: 'shop', name: 'tuned', l4: { 'TCP:80': settings } }) },
      }),
    };
    expect(stepsOf(planned(there, wish))).toMatchObject([
      {
        _tag: 'ModifyListener',
        loadBalancer: { _tag: 'Existing', id: 'lb-1' },
        listener: { _tag: 'Existing', id: 'lbl-tcp80' },
        key: 'TCP:80',
        changes: [
          { field: 'scheduler', from: 'WRR', to: 'LEAST_CONN' },
          { field: 'healthCheck.intervalTime', from: 5, to: 10 },
        ],
        why: [{ object: { kind: 'TkeServiceConfig', namespace: 'shop', name: 'tuned' } }],
      },
    ]);
  });

  it('listeners with equal protocol and settings are made together, in order of port; others apart', () => {
    const ports = [port(443), port(80), port(53, 'UDP')];
    const base = snapshot([service('web', { ports })]);
    const plain = planned(observed(mine('lb-1', 'web')), base);
    expect(words(plain)).toEqual([
      'create listeners TCP:80, TCP:443',
      'create listener UDP:53',
      'register 6 backends on TCP:443, TCP:80, UDP:53',
    ]);
    const tuned: Snapshot.Snapshot = {
      ...snapshot([service('web', { ports, request: { serviceConfig: 'tuned' } })]),
      serviceConfigs: Snapshot.known({
        shop: {
          tuned: E.right({ namespace: 'shop', name: 'tuned', l4: { 'TCP:443': { scheduler: 'LEAST_CONN' as const } } }),
        },
      }),
    };
    const apart = stepsOf(planned(observed(mine('lb-1', 'web')), tuned)).filter(
      ({ _tag }) => _tag === 'CreateListeners',
    );
    expect(apart).toMatchObject([
      { protocol: 'TCP', ports: [443], settings: { scheduler: 'LEAST_CONN' } },
      { protocol: 'TCP', ports: [80], settings: {} },
      { protocol: 'UDP', ports: [53], settings: {} },
    ]);
  });
});

describe('quotas', () => {
  const three = snapshot([service('web', { ports: [port(80), port(81), port(82)] })], [node(1)]);

  it('as many listeners as there is room for are made, and the rest is told', () => {
    const plan = planned(limited({ listenersPerLoadBalancer: 2 }, mine('lb-1', 'web')), three);
    expect(words(plan)).toEqual(['create listeners TCP:80, TCP:81', 'register 2 backends on TCP:80, TCP:81']);
    expect(plan.diagnostics).toEqual([
      { _tag: 'OverLimit', service: 'shop/web', limit: 'listeners per load balancer', max: 2, wanted: 3 },
    ]);
  });

  it('a new load balancer names its Service when it cannot hold all', () => {
    const plan = planned(limited({ listenersPerLoadBalancer: 1 }), three);
    expect(plan.diagnostics).toEqual([
      { _tag: 'OverLimit', service: 'shop/web', limit: 'listeners per load balancer', max: 1, wanted: 3 },
    ]);
  });

  it('just enough room needs no listener to go first', () => {
    const there = mine('lb-1', 'web', [listener('TCP:90')]);
    const plan = planned(limited({ listenersPerLoadBalancer: 4 }, there), three);
    expect(words(plan)).toEqual([
      'create listeners TCP:80, TCP:81, TCP:82',
      'register 3 backends on TCP:80, TCP:81, TCP:82',
      'delete listener TCP:90',
    ]);
    expect(said(plan)).toEqual([]);
  });

  it('where room is short, as many unwanted listeners as needed go first and the others last', () => {
    const there = mine('lb-1', 'web', [listener('TCP:90'), listener('TCP:91'), listener('TCP:92')]);
    const plan = planned(limited({ listenersPerLoadBalancer: 4 }, there), three);
    expect(words(plan)).toEqual([
      'delete listeners TCP:90, TCP:91',
      'create listeners TCP:80, TCP:81, TCP:82',
      'register 3 backends on TCP:80, TCP:81, TCP:82',
      'delete listener TCP:92',
    ]);
    expect(said(plan)).toEqual([]);
  });

  it('a listener that goes for its port makes room as well', () => {
    const there = mine('lb-1', 'web', [listener('TCP_SSL:80'), listener('TCP:90')]);
    const plan = planned(limited({ listenersPerLoadBalancer: 4 }, there), three);
    expect(words(plan)).toEqual([
      'delete listener TCP_SSL:80',
      'create listeners TCP:80, TCP:81, TCP:82',
      'register 3 backends on TCP:80, TCP:81, TCP:82',
      'delete listener TCP:90',
    ]);
  });

  const direct = (numbers: ReadonlyArray<number>) =>
    snapshot([service('web', { request: { directAccess: true } })], [], {
      web: [
        slice(
          's',
          numbers.map((number) => endpoint(number)),
        ),
      ],
    });
  const four = ['10.0.0.1:8080', '10.0.0.2:8080', '10.0.0.3:8080', '10.0.0.4:8080'];

  it('backends that fit beside the old ones join before the old ones leave', () => {
    const there = limited({ backendsPerListener: 6 }, mine('lb-1', 'web', [listener('TCP:80', four)]));
    const plan = planned(there, direct([3, 4, 5, 6]));
    expect(words(plan)).toEqual(['register 2 backends on TCP:80', 'deregister 2 backends from TCP:80']);
    expect(said(plan)).toEqual([]);
  });

  it('where old and new do not fit together, they take turns, and some always serve', () => {
    const there = limited({ backendsPerListener: 4 }, mine('lb-1', 'web', [listener('TCP:80', four)]));
    const plan = planned(there, direct([5, 6, 7, 8]));
    const moves = stepsOf(plan).map((step) =>
      'listeners' in step
        ? [step._tag, ...step.listeners.flatMap((one) => ('backends' in one ? shown(one.backends) : []))]
        : [step._tag],
    );
    expect(moves).toEqual([
      ['DeregisterBackends', '10.0.0.1:8080@10', '10.0.0.2:8080@10'],
      ['RegisterBackends', '10.0.0.5:8080@10', '10.0.0.6:8080@10'],
      ['DeregisterBackends', '10.0.0.3:8080@10', '10.0.0.4:8080@10'],
      ['RegisterBackends', '10.0.0.7:8080@10', '10.0.0.8:8080@10'],
    ]);
    expect(said(plan)).toEqual([]);
  });

  it('backends beyond the quota are left out and told', () => {
    const there = limited({ backendsPerListener: 2 }, mine('lb-1', 'web', [listener('TCP:80')]));
    const plan = planned(there, direct([1, 2, 3]));
    expect(words(plan)).toEqual(['register 2 backends on TCP:80']);
    expect(plan.diagnostics).toEqual([
      { _tag: 'OverLimit', service: 'shop/web', limit: 'backends of TCP:80', max: 2, wanted: 3 },
    ]);
  });
});

describe('ports that two Services contest crosswise', () => {
  const on = (name: string, createdAt: number, ports: ReadonlyArray<ReturnType<typeof port>>) =>
    service(name, { createdAt, ports, request: { existing: Ref.cloudId('lb-7') } });

  it('go to the one whose claim can be met, though it still holds what the other wants', () => {
    const there = users('lb-7', ['old', 'young'], [listener('UDP:443')], { 'lbl-udp443': 'young' });
    const wish = snapshot([on('old', 1, [port(80), port(443, 'UDP')]), on('young', 2, [port(80)])]);
    const plan = planned(observed(there), wish);
    expect(words(plan)).toEqual([
      'create listener TCP:80',
      'tag load balancer lb-7: set uid-young_<listener:lb-7:TCP:80>',
      'register 2 backends on TCP:80',
      'delete listener UDP:443',
      'tag load balancer lb-7: remove uid-young_lbl-udp443',
    ]);
    expect(plan.diagnostics).toMatchObject([{ _tag: 'PortConflict', service: 'shop/old' }]);
  });
});
