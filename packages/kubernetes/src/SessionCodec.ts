import * as t from 'io-ts';
import type { Fault, FieldPath } from './fieldPath.js';
import { readSwitch } from './HealthCheckCodec.js';
import { flag, optional, wholeNumber } from './wire.js';

/** `session` of a listener or a rule (tke-service 6.2). */
export const SessionCodec = t.strict(
  { enable: optional(flag), enabled: optional(flag), sessionExpireTime: optional(wholeNumber(0, 3600)) },
  'the object session',
);

type Session = t.TypeOf<typeof SessionCodec>;

/** Seconds that a session lasts where it is switched on and no time is given (6.2). */
const defaultSession = 30;

/** Seconds that a session lasts; 0 where it is switched off. */
export const expireTime = (session: Session): number =>
  readSwitch([], session).on ? (session.sessionExpireTime ?? defaultSession) : 0;

/** What the members of a session say against each other. */
export const sessionFaults = (path: FieldPath, session: Session): ReadonlyArray<Fault> => {
  const { on, faults } = readSwitch(path, session);
  const found = session.sessionExpireTime;
  const wrong = found !== undefined && found < 30 && (on || found !== 0);
  return wrong
    ? [...faults, { path: [...path, 'sessionExpireTime'], expected: 'a whole number from 30 to 3600', found }]
    : faults;
};
