import { applyEvent, type Certificate, PlanError, Planning, type Request, Settings, Snapshot } from '@clbkit/core';
import { describe, expect, it } from '@jest/globals';
import * as E from 'fp-ts/lib/Either.js';
import { listener, mine, node, observed, planned, service, snapshot, users, words } from './build.js';

const served = ['ins-1:30080', 'ins-2:30080'];
const secure = (tls?: string): Request.LoadBalancerRequest => ({
  protocols: { '80': { protocols: ['TCP_SSL'], ...(tls === undefined ? {} : { tls }) } },
});
const web = service('web', { request: secure('cert') });

const secret = (certId?: string): Snapshot.Decoded<Certificate.Certificate> =>
  E.right({ namespace: 'shop', name: 'cert', ...(certId === undefined ? {} : { certId }) });

const unreadable: Snapshot.Decoded<Certificate.Certificate> = E.left({
  errors: [
    {
      _tag: 'InvalidField',
      object: { kind: 'Secret', namespace: 'shop', name: 'cert' },
      path: 'data',
      expected: 'an object of texts',
      found: 'text',
    },
  ],
});

const withCert = (cert: Snapshot.Decoded<Certificate.Certificate> | undefined, one = web): Snapshot.Snapshot => ({
  ...snapshot([one]),
  certificates: Snapshot.known({ shop: cert === undefined ? {} : { cert } }),
});

const there = (certificate: string, backends: ReadonlyArray<string> = served) =>
  observed(mine('lb-1', 'web', [listener('TCP_SSL:80', backends, { settings: { certificate } })]));

const until = 'until then nothing is created there, and what is there stays';

describe('the certificate of a listener', () => {
  it('is that of the Secret its port names', () => {
    const made = planned(observed(), withCert(secret('abcd'))).lanes.flatMap(({ steps }) =>
      steps.flatMap((step) => (step._tag === 'CreateListeners' ? [step.settings] : [])),
    );
    expect(made).toEqual([{ certificate: 'abcd' }]);
  });

  it('is changed in place when the Secret names another, and the Secret is the reason', () => {
    const plan = planned(there('abcd'), withCert(secret('efgh')));
    expect(words(plan)).toEqual(['set TCP_SSL:80 certificate abcd → efgh']);
    expect(plan.lanes[0]?.steps[0].why[0]).toEqual({
      object: { kind: 'Secret', namespace: 'shop', name: 'cert' },
      field: 'TCP_SSL:80 certificate',
      from: 'abcd',
      to: 'efgh',
      rule: 'R5.5',
    });
  });

  const cases: ReadonlyArray<readonly [string, Snapshot.Snapshot, ReadonlyArray<string>]> = [
    [
      'the Secret is not there',
      withCert(undefined),
      [
        `Service shop/web TCP_SSL:80: Secret cert with its certificate does not exist in the namespace of the Service; create it; ${until}`,
      ],
    ],
    [
      'the Secret holds no certificate id',
      withCert(secret()),
      [`Service shop/web TCP_SSL:80: Secret cert has no qcloud_cert_id; put the id of the certificate there; ${until}`],
    ],
    [
      'the Secret cannot be read',
      withCert(unreadable),
      [
        'Secret shop/cert data: expected an object of texts, found text',
        `Service shop/web TCP_SSL:80: Secret cert with its certificate cannot be read; repair it; ${until}`,
      ],
    ],
    [
      'no Secret is named',
      withCert(secret('abcd'), service('web', { request: secure() })),
      [`Service shop/web TCP_SSL:80: it needs a certificate and names no Secret; name one under tls; ${until}`],
    ],
    [
      'Secrets are not known',
      { ...withCert(undefined), certificates: Snapshot.unknown('not listed') },
      ['Secrets are not known (not listed); nothing that depends on them is removed'],
    ],
  ];

  describe.each(cases)('when %s', (_, wish, says) => {
    it('is lacking: the listener is not made, everything else is', () => {
      const plan = planned(observed(), wish);
      expect(words(plan)).toEqual(['create load balancer cls-test_shop_web (public)']);
      expect(plan.diagnostics.map(PlanError.describe)).toEqual(says);
    });

    it('is lacking: a listener that is there keeps its certificate, and its backends are kept in step', () => {
      expect(words(planned(there('abcd', ['ins-1:30080']), wish))).toEqual(['register 1 backend on TCP_SSL:80']);
    });

    it('is lacking: what stands in its place stays, with its record on a CLB that others use too', () => {
      const own = observed(mine('lb-1', 'web', [listener('TCP:80', served)]));
      expect(words(planned(own, wish))).toEqual([]);
      const [one] = wish.services._tag === 'Known' ? Object.values(wish.services.items['shop'] ?? {}) : [];
      const request = one?._tag === 'Right' ? one.right.request : {};
      const shared = {
        ...wish,
        services: snapshot([
          service('web', { request: { ...request, existing: users('lb-9').id } }),
          service('other', { request: { existing: users('lb-9').id }, ports: [], type: 'LoadBalancer' }),
        ]).services,
      };
      const cloud = observed(users('lb-9', ['web', 'other'], [listener('TCP:80', served)], { 'lbl-tcp80': 'web' }));
      expect(words(planned(cloud, shared))).toEqual([]);
    });
  });

  it('does not take a free port from another Service as long as it is lacking', () => {
    const existing = users('lb-9').id;
    const older = service('older', { createdAt: 1, request: { ...secure('gone'), existing } });
    const younger = service('younger', { createdAt: 2, request: { existing } });
    const plan = planned(observed(users('lb-9')), { ...snapshot([older, younger], [node(1)]) });
    expect(words(plan)).toContain('create listener TCP:80');
  });
});

describe('an edit of a Secret', () => {
  const other = service('other', { request: secure('cert-2') });
  const before: Snapshot.Snapshot = {
    ...snapshot([web, other, service('plain')]),
    certificates: Snapshot.known({ shop: { cert: secret('abcd') } }),
  };
  const event = { _tag: 'Certificate', namespace: 'shop', name: 'cert', object: secret('efgh') } as const;
  const cloud = there('abcd');

  it('plans anew for the Services that name it, as a plan from nothing would', () => {
    const planning = Planning.start(Settings.defaults)(cloud, before);
    const after = Planning.planOf(Planning.update(event)(planning));
    expect(after).toEqual(planned(cloud, applyEvent(event)(before)));
    expect(words(after)).toContain('set TCP_SSL:80 certificate abcd → efgh');
  });

  it('computes nothing else anew', () => {
    const planning = Planning.start(Settings.defaults)(cloud, before);
    const after = Planning.update({ ...event, name: 'unnamed' })(planning);
    expect(after.results).toBe(planning.results);
  });

  it('that deletes it takes nothing away', () => {
    const planning = Planning.start(Settings.defaults)(cloud, before);
    const gone = { _tag: 'Certificate', namespace: 'shop', name: 'cert' } as const;
    const plan = Planning.planOf(Planning.update(gone)(planning));
    expect(words(plan).filter((text) => text.includes('TCP_SSL:80'))).toEqual([]);
  });
});
