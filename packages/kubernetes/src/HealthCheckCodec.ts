import type { HealthCheck } from '@clbkit/core';
import * as t from 'io-ts';
import type { Fault, FieldPath } from './fieldPath.js';
import { flag, oneOf, optional, portNumber, text, textOfLength, wholeNumber } from './wire.js';

/** `healthCheck` of a listener or rule segment; ranges of clb-api 3.5 and tke-service 6.2. */
export const HealthCheckCodec = t.strict(
  {
    enable: optional(flag),
    /** The spelling of the first published schema. */
    enabled: optional(flag),
    intervalTime: optional(wholeNumber(2, 300)),
    timeout: optional(wholeNumber(2, 60)),
    healthNum: optional(wholeNumber(2, 10)),
    unHealthNum: optional(wholeNumber(2, 10)),
    checkPort: optional(portNumber),
    checkType: optional(oneOf('TCP', 'HTTP', 'HTTPS', 'GRPC', 'PING', 'CUSTOM')),
    httpVersion: optional(oneOf('HTTP/1.0', 'HTTP/1.1')),
    httpCheckPath: optional(textOfLength(1, 200)),
    httpCheckDomain: optional(textOfLength(1, 80)),
    httpCheckMethod: optional(oneOf('HEAD', 'GET')),
    httpCode: optional(wholeNumber(1, 31)),
    contextType: optional(oneOf('HEX', 'TEXT')),
    sendContext: optional(text),
    recvContext: optional(text),
    sourceIpType: optional(oneOf(0, 1)),
  },
  'the object healthCheck',
);

type Wire = t.TypeOf<typeof HealthCheckCodec>;

/** Two spellings of one switch as one value, or what is wrong with them. */
export const readSwitch = (
  path: FieldPath,
  wire: { readonly enable: boolean | undefined; readonly enabled: boolean | undefined },
): { readonly on: boolean; readonly faults: ReadonlyArray<Fault> } => {
  const on = wire.enable ?? wire.enabled;
  if (on === undefined)
    return {
      on: false,
      faults: [{ path: [...path, 'enable'], expected: 'true or false', found: undefined, remedy: 'add enable: true' }],
    };
  return wire.enabled === undefined || wire.enabled === on
    ? { on, faults: [] }
    : {
        on,
        faults: [
          {
            path: [...path, 'enabled'],
            expected: `the same as enable (${String(on)})`,
            found: wire.enabled,
            remedy: 'remove enabled, the old spelling',
          },
        ],
      };
};

const checkTypes: Readonly<Record<string, ReadonlyArray<string>>> = {
  TCP: ['TCP', 'HTTP', 'CUSTOM'],
  UDP: ['PING', 'CUSTOM'],
  TCP_SSL: ['TCP', 'HTTP'],
  QUIC: ['TCP', 'HTTP'],
  HTTP: ['HTTP', 'GRPC'],
  HTTPS: ['HTTP', 'HTTPS', 'GRPC'],
};

const visible = /^[\x20-\x7e]{1,500}$/;
const hex = /^([0-9A-F]{2}){1,250}$/;

const context = (path: FieldPath, wire: Wire): ReadonlyArray<Fault> => {
  const faults: Array<Fault> = [];
  const custom = wire.checkType === 'CUSTOM';
  const missing = (field: string): void => {
    faults.push({
      path: [...path, field],
      expected: 'a value, as checkType is CUSTOM',
      found: undefined,
      remedy: `add ${field}`,
    });
  };
  if (custom && wire.contextType === undefined) missing('contextType');
  for (const field of ['sendContext', 'recvContext'] as const) {
    const found = wire[field];
    if (found === undefined) {
      if (custom) missing(field);
    } else if (!(wire.contextType === 'HEX' ? hex : visible).test(found)) {
      const expected =
        wire.contextType === 'HEX' ? 'pairs of hex digits 0-9A-F, at most 500' : '1 to 500 visible ASCII characters';
      faults.push({ path: [...path, field], expected, found });
    }
  }
  return faults;
};

/** What the members of a health check say against each other (R5.17, clb-api 3.5). */
export const healthCheckFaults = (path: FieldPath, protocol: string, wire: Wire): ReadonlyArray<Fault> => {
  const faults: Array<Fault> = [...readSwitch(path, wire).faults, ...context(path, wire)];
  const { intervalTime, timeout, checkType } = wire;
  if (intervalTime !== undefined && timeout !== undefined && timeout >= intervalTime)
    faults.push({ path: [...path, 'timeout'], expected: `less than intervalTime (${intervalTime})`, found: timeout });
  const allowed = checkTypes[protocol] ?? [];
  if (checkType !== undefined && !allowed.includes(checkType))
    faults.push({
      path: [...path, 'checkType'],
      expected: `one of ${allowed.join(', ')} for protocol ${protocol}`,
      found: checkType,
    });
  if (wire.checkPort !== undefined && protocol !== 'TCP' && protocol !== 'UDP')
    faults.push({
      path: [...path, 'checkPort'],
      expected: `no checkPort for protocol ${protocol}`,
      found: wire.checkPort,
      remedy: 'only TCP and UDP listeners are probed on another port',
    });
  if (checkType === 'HTTP' && protocol === 'TCP')
    for (const field of ['httpCheckDomain', 'httpVersion'] as const)
      if (wire[field] === undefined)
        faults.push({
          path: [...path, field],
          expected: 'a value, as a TCP listener with checkType HTTP needs one',
          found: undefined,
          remedy: `add ${field}`,
        });
  return faults;
};

const plainFields = [
  'intervalTime',
  'timeout',
  'healthNum',
  'unHealthNum',
  'checkPort',
  'checkType',
  'httpVersion',
  'httpCheckPath',
  'httpCheckDomain',
  'httpCheckMethod',
  'httpCode',
  'contextType',
  'sendContext',
  'recvContext',
  'sourceIpType',
] as const satisfies ReadonlyArray<keyof Wire & keyof HealthCheck.HealthCheck>;

/** A health check as the core knows it: only what is declared (R6.5). */
export const toHealthCheck = (wire: Wire): HealthCheck.HealthCheck => ({
  enabled: readSwitch([], wire).on,
  ...Object.fromEntries(plainFields.flatMap((field) => (wire[field] === undefined ? [] : [[field, wire[field]]]))),
});
