type Shown = Readonly<Record<string, string>>;

const shownValue = (value: unknown): string | undefined => {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map((one) => shownValue(one) ?? '…').join(', ');
  return undefined;
};

/** Settings of any shape by the paths of their members, such as `healthCheck.timeout`: whatever is set is shown. */
export const settingsShown = (value: object, path = ''): Shown =>
  Object.fromEntries(
    Object.entries(value).flatMap(([name, member]: readonly [string, unknown]) => {
      const at = path === '' ? name : `${path}.${name}`;
      const shown = shownValue(member);
      if (shown !== undefined) return [[at, shown]];
      return typeof member === 'object' && member !== null ? Object.entries(settingsShown(member, at)) : [];
    }),
  );
