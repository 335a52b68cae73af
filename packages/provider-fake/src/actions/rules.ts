import { Backend, type ProviderError, type Ref } from '@clbkit/core';
import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { CallOf } from '../calls.js';
import { lookup } from '../internal/keyed.js';
import { range } from '../limits.js';
import { fullRule, modifiedRule, wrongRule } from '../ruleSettings.js';
import * as World from '../World.js';
import { type Change, type Checked, fail, mint, repeats, starting, unless, writable } from './Change.js';

interface Bearer {
  readonly one: World.LoadBalancer;
  readonly listener: World.Listener;
  readonly protocol: 'HTTP' | 'HTTPS';
  readonly rules: ReadonlyArray<World.Rule>;
}

/** The listener when its CLB takes writes now and it is of layer 7. */
const bearer = (
  id: Ref.CloudId,
  listenerId: Ref.CloudId,
  world: World.World,
): E.Either<ProviderError.ProviderError, Bearer> =>
  pipe(
    writable(id, world),
    E.flatMap((one) => {
      const listener = lookup(one.listeners, listenerId);
      if (listener === undefined) return fail('InvalidParameter.ListenerIdNotFound', listenerId);
      const { protocol } = listener;
      if (protocol !== 'HTTP' && protocol !== 'HTTPS')
        return fail('InvalidParameter.ProtocolCheckFailed', `${protocol} has no rules`);
      return E.right({ one, listener, protocol, rules: World.rulesOf(listener) });
    }),
  );

const placeOf = ({ domain, url }: { readonly domain: string; readonly url: string }): string => `${domain}${url}`;

const wrongUrl = ({ url }: { readonly url: string }): boolean => !url.startsWith('/') || url.length > range.url.max;

const wrongDomain = ({ domain }: { readonly domain: string }): boolean =>
  domain.length < 1 || domain.length > range.domain.max;

const rulesOn = (one: World.LoadBalancer): number =>
  Object.values(one.listeners).reduce((sum, listener) => sum + World.rulesOf(listener).length, 0);

/** One domain of a listener answers for all others: the one that says so, else the first. */
const withDefault = (rules: ReadonlyArray<World.Rule>, domain: string | undefined): ReadonlyArray<World.Rule> => {
  const chosen = domain ?? rules.find(({ settings }) => settings.defaultServer === true)?.domain ?? rules[0]?.domain;
  return rules.map((rule) =>
    (rule.settings.defaultServer === true) === (rule.domain === chosen)
      ? rule
      : { ...rule, settings: { ...rule.settings, defaultServer: rule.domain === chosen } },
  );
};

const started = ({ one, listener }: Bearer, rules: ReadonlyArray<World.Rule>, world: World.World): Change =>
  starting([
    {
      loadBalancer: one.id,
      effect: { _tag: 'Rules', listener: listener.id, rules: Object.fromEntries(rules.map((rule) => [rule.id, rule])) },
      ms: world.settings.listenerMs,
    },
  ]);

/** CreateRule (clb-api 2.10): all or none. The first rule of a listener becomes the default (inferred). */
export const createRules = (call: CallOf<'CreateRule'>, world: World.World): Checked =>
  pipe(
    unless(
      [call.rules.length === 0, 'MissingParameter', 'Rules'],
      [call.rules.some(wrongDomain), 'InvalidParameterValue.Length', 'Domain'],
      [call.rules.some(wrongUrl), 'InvalidParameterValue.Length', 'Url'],
      [repeats(call.rules.map(placeOf)), 'InvalidParameterValue.Duplicate', 'Rules'],
    ),
    E.flatMap(() => bearer(call.loadBalancer, call.listener, world)),
    E.flatMap((found) => {
      const { protocol, rules, listener, one } = found;
      const complaint = call.rules
        .map(({ settings }) => wrongRule(protocol, fullRule(protocol, settings)))
        .find((text) => text !== undefined);
      const certificates = call.rules.map(({ settings }) => settings.certificate);
      const sni = listener.settings.sni === true;
      const clash = call.rules.find((rule) => rules.some((there) => placeOf(there) === placeOf(rule)));
      const count = rulesOn(one) + call.rules.length;
      return pipe(
        unless(
          [complaint !== undefined, 'InvalidParameterValue', complaint ?? ''],
          [sni && certificates.includes(undefined), 'MissingParameter', 'Certificate'],
          [!sni && certificates.some((id) => id !== undefined), 'InvalidParameter', 'Certificate without SNI'],
          [certificates.some((id) => !World.hasCertificate(id)(world)), 'InvalidParameterValue', 'Certificate'],
          [clash !== undefined, 'InvalidParameterValue.Duplicate', clash === undefined ? '' : placeOf(clash)],
          [count > world.quotas.rulesPerLoadBalancer, 'LimitExceeded', `${String(count)} rules on ${one.id}`],
        ),
        E.map((): Change => {
          const ids = mint('loc', call.rules.length, world);
          const made = call.rules.flatMap((rule, index): ReadonlyArray<World.Rule> => {
            const id = ids[index];
            const { domain, url, settings } = rule;
            return id === undefined
              ? []
              : [{ id, domain, url, settings: fullRule(protocol, settings), backends: Backend.none }];
          });
          const chosen = call.rules.find(({ settings }) => settings.defaultServer === true)?.domain;
          return {
            ...started(found, withDefault([...rules, ...made], chosen), world),
            ids,
            edit: (draft) => {
              draft.nextId += ids.length;
            },
          };
        }),
      );
    }),
  );

/** ModifyRule (clb-api 2.10): what is absent stays. */
export const modifyRule = (call: CallOf<'ModifyRule'>, world: World.World): Checked =>
  pipe(
    bearer(call.loadBalancer, call.listener, world),
    E.flatMap((found) => {
      const { protocol, rules } = found;
      const rule = rules.find(({ id }) => id === call.rule);
      if (rule === undefined) return fail('InvalidParameter.LocationNotFound', call.rule);
      const settings = modifiedRule(world.settings.partialHealthCheck, protocol, rule.settings, call.settings);
      const complaint = wrongRule(protocol, settings);
      if (complaint !== undefined) return fail('InvalidParameterValue', complaint);
      const after = rules.map((one) => (one === rule ? { ...rule, settings } : one));
      return E.right(started(found, after, world));
    }),
  );

/** ModifyDomainAttributes (clb-api 2.10): certificate and default belong to a domain, and so to all its rules. */
export const modifyDomain = (call: CallOf<'ModifyDomainAttributes'>, world: World.World): Checked =>
  pipe(
    bearer(call.loadBalancer, call.listener, world),
    E.flatMap((found) => {
      const { rules, listener } = found;
      const { domain, certificate, defaultServer } = call;
      return pipe(
        unless(
          [!rules.some((rule) => rule.domain === domain), 'InvalidParameter.LocationNotFound', domain],
          [certificate !== undefined && listener.settings.sni !== true, 'InvalidParameter', 'Certificate without SNI'],
          [!World.hasCertificate(certificate)(world), 'InvalidParameterValue', 'Certificate'],
          [defaultServer === false, 'MissingParameter', 'NewDefaultServerDomain'],
        ),
        E.map(() => {
          const borne = rules.map((rule) =>
            rule.domain === domain && certificate !== undefined
              ? { ...rule, settings: { ...rule.settings, certificate } }
              : rule,
          );
          return started(found, withDefault(borne, defaultServer === true ? domain : undefined), world);
        }),
      );
    }),
  );

/** DeleteRule (clb-api 2.10): the default may go only when another domain takes its part, or with all rules. */
export const deleteRules = (call: CallOf<'DeleteRule'>, world: World.World): Checked =>
  pipe(
    unless([call.rules.length === 0, 'MissingParameter', 'LocationIds']),
    E.flatMap(() => bearer(call.loadBalancer, call.listener, world)),
    E.flatMap((found) => {
      const { rules } = found;
      const absent = call.rules.find((id) => !rules.some((rule) => rule.id === id));
      const left = rules.filter(({ id }) => !call.rules.includes(id));
      const hasDefault = left.some(({ settings }) => settings.defaultServer === true);
      const { newDefault } = call;
      return pipe(
        unless(
          [absent !== undefined, 'InvalidParameter.LocationNotFound', absent ?? ''],
          [left.length > 0 && !hasDefault && newDefault === undefined, 'MissingParameter', 'NewDefaultServerDomain'],
          [
            newDefault !== undefined && left.length > 0 && !left.some(({ domain }) => domain === newDefault),
            'InvalidParameter.LocationNotFound',
            newDefault ?? '',
          ],
        ),
        E.map(() => started(found, withDefault(left, newDefault), world)),
      );
    }),
  );
