import { Plan, PlanError, Ref, Render, type Report, Service } from '@clbkit/core';
import { Scene } from '@clbkit/core/testing';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { ObservedState, plan, Policy } from '../src/index.js';
import { diagnostics, full, observed } from './renderFixtures.js';

const stripped = (text: string): string => text.replaceAll(new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g'), '');

describe('Render.toText', () => {
  it('prints lanes, reasons, what was withheld, diagnostics, a summary and the hash', () => {
    expect(Render.toText()(full)).toBe(`Service shop/web · new cls-1_shop_web, lb-1
  + create load balancer cls-1_shop_web (public)
      Service shop/web spec.type: none → LoadBalancer (R3.1)
  + create listener TCP:80 (new cls-1_shop_web)
      Service shop/web spec.ports[0]: none → TCP:80
  + register 6 backends on TCP:80 (new cls-1_shop_web)
      Service shop/web nodes behind TCP:80 (1): none → n1:30080@10 (R7.2)
      Service shop/web nodes behind TCP:80 (2): none → n2:30080@10 (R7.2)
      Service shop/web nodes behind TCP:80 (3): none → n3:30080@10 (R7.2)
      and 2 more
  ~ set weights of 2 backends on TCP:80 (new cls-1_shop_web)
      Service shop/web nodes behind TCP:80: 10 → 0
  ~ publish the address of new cls-1_shop_web for Service shop/web in place of lb-1
      Service shop/web spec.type: none → LoadBalancer (R3.4)
  - delete load balancer lb-1
      Service shop/web spec.type: none → LoadBalancer (R3.4)

Service ops/dns · lb-2
  · wait for load balancer lb-2
      LoadBalancer lb-2 Status: Creating → Running
  ~ set UDP:53 scheduler WRR → LEAST_CONN
      TkeServiceConfig ops/tuned spec.loadBalancer.l4Listeners[0].scheduler: WRR → LEAST_CONN

Withheld by brake: 1 of 1 backends would go, at most 30 % may at once
  - deregister 1 backend from UDP:53 (lb-2)
  to carry out exactly this plan, approve ${'ab'.repeat(32)}

${problems}

Plan: 3 to create, 3 to update, 1 to delete, 1 to wait for, in 2 lanes; 1 step withheld
Hash: ${Plan.hash(full)}
`);
  });

  const problems = `Errors
  bad.yaml:14 (document 2): Service shop/bad spec.ports[0].port: expected a number from 1 to 65535,
    found "eighty"

Warnings
  Service shop/api: TkeServiceConfig tuned does not exist in its namespace; listener settings stay
    as they are

Notes
  Service shop/own: mode is skip; nothing of it is changed`;

  it('says that there is nothing to do', () => {
    expect(Render.toText()(Plan.empty)).toBe(`Nothing to do.\nHash: ${Plan.hash(Plan.empty)}\n`);
  });

  it('says that everything is withheld', () => {
    const text = Render.toText()({ ...full, lanes: [], diagnostics: [] });
    expect(text).toContain('\n\nNothing to do: 1 step withheld.\n');
  });

  it('colours only when asked, and only adds colours', () => {
    const coloured = Render.toText({ colour: true })(full);
    expect(coloured).toContain('\u001b[32m  + create load balancer cls-1_shop_web (public)\u001b[39m');
    expect(stripped(coloured)).toBe(Render.toText()(full));
  });

  it('shows a Service that is gone by its UID', () => {
    const lane = full.lanes[0]!;
    const gone = { kind: 'Service', namespace: '(gone)', name: 'uid-7' } as const;
    const why = [{ object: gone, field: 'metadata.uid', from: 'uid-7', to: null }] as const;
    const step = { ...lane.steps[5]!, why };
    expect(Render.toText()({ ...Plan.empty, lanes: [{ key: 'lb-1', steps: [step] }] })).toContain(
      'Service (gone) uid-7 · lb-1\n',
    );
  });

  it('lets no name forge a line or a colour', () => {
    const forged = Service.serviceKey('shop/x\nPlan: 0 to create\u001b[31m\u202e');
    const text = Render.toText()({ ...Plan.empty, diagnostics: [{ _tag: 'NoPorts', service: forged }] });
    expect(text).toContain('  Service shop/x\\u{a}Plan: 0 to create\\u{1b}[31m\\u{202e} spec.ports');
  });

  it('keeps to the width unless a word is longer, whatever the plan', () => {
    fc.assert(
      fc.property(Scene.scene, ({ settings, snapshot, cloud }) => {
        const seen = ObservedState.make(snapshot.cluster.id, cloud);
        const made = Policy.upsertOnly(plan(settings)(seen, snapshot));
        const lines = Render.toText({ width: 100 })(made).split('\n');
        for (const line of lines) expect(line.length <= 100 || !line.trim().includes(' ')).toBe(true);
        expect(Render.toText({ width: 100 })(made)).not.toContain('<load-balancer:');
      }),
    );
  });
});

describe('Render.severity', () => {
  const tags = (level: Render.Severity): ReadonlyArray<string> => [
    ...new Set(diagnostics.filter((one) => Render.severity(one) === level).map(({ _tag }) => _tag)),
  ];

  it('calls a warning what is followed but for a part, a note what somebody asked for or could not know', () => {
    expect(tags('warning').join()).toBe(
      'MissingServiceConfig,NoBackends,NoDirectBackends,Ignored,DeletionProtected,ForeignListener,MarksLost,AttributeConflict,AttributeUnsettable,RetainProtected,UnusableNode',
    );
    expect(tags('note').join()).toBe('Skipped,WrongAddressFamily,CreationIgnored,CreationOver,OtherClass,Unknown');
  });

  it('calls everything else an error, all that stops a listener among it', () => {
    for (const one of diagnostics) if (PlanError.reach(one) === 'listener') expect(Render.severity(one)).toBe('error');
  });
});

describe('Render.reportToText', () => {
  const [lane] = full.lanes;
  const report: Report.Report = {
    lanes: [
      {
        key: 'lb-1',
        made: { 'load-balancer:shop/web': Ref.cloudId('lb-7') },
        steps: lane!.steps.slice(0, 4).map((step, index) => ({
          step,
          outcome:
            index < 2
              ? { _tag: 'Done' }
              : index === 2
                ? {
                    _tag: 'Failed',
                    attempts: 5,
                    error: { _tag: 'Busy', code: 'FailedOperation', message: 'try later' },
                  }
                : { _tag: 'NotRun' },
        })),
      },
    ],
    withheld: full.withheld,
    diagnostics: full.diagnostics.slice(0, 1),
  };

  it('prints what was done, what failed and how, and what was not run', () => {
    expect(Render.reportToText()(report)).toBe(`Service shop/web · new cls-1_shop_web
  done    + create load balancer cls-1_shop_web (public)
  done    + create listener TCP:80
  failed  + register 6 backends on TCP:80
            Busy: FailedOperation: try later (5 attempts)
  not run ~ set weights of 2 backends on TCP:80
  made lb-7

Withheld by brake: 1 of 1 backends would go, at most 30 % may at once
  - deregister 1 backend from UDP:53 (lb-2)
  to carry out exactly this plan, approve ${'ab'.repeat(32)}

Notes
  Service shop/own: mode is skip; nothing of it is changed

Done: 2 of 4 steps, 1 failed, 1 not run; 1 step withheld
`);
  });

  it('says that nothing was to be done', () => {
    expect(Render.reportToText()({ lanes: [], withheld: [], diagnostics: [] })).toBe('Nothing was to be done.\n');
  });

  it('colours only when asked', () => {
    expect(stripped(Render.reportToText({ colour: true })(report))).toBe(Render.reportToText()(report));
  });
});

describe('Render.observedToText', () => {
  it('prints every load balancer with its owner, listeners and backends', () => {
    expect(Render.observedToText()(observed)).toBe(`lb-1  cls-1_shop_web
  public · 203.0.113.7 · ours, for Service uid-1
  HTTPS:8443  lbl-9  no backends  not ours
  TCP:80      lbl-1  ins-b:30080 weight 0, ins-a:30080

lb-2  bought
  internal in subnet-a · 10.2.0.1 · protected against deletion · a user's, used by Service uid-2, uid-3
  UDP:53  lbl-2  6 backends  ours, of no known Service

lb-3  stranger "x"
  public · lb-3.example · being created · not ours

3 load balancers, 3 listeners
`);
  });

  it('says that there is nothing', () => {
    expect(Render.observedToText()(ObservedState.empty)).toBe('No load balancers.\n');
  });
});
