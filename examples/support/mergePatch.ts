const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A value after a JSON merge patch (RFC 7386), as the API server applies it. */
export const mergePatch =
  (patch: unknown) =>
  (value: unknown): unknown => {
    if (!isRecord(patch)) return patch;
    const record = isRecord(value) ? value : {};
    const merged = Object.entries(patch).map(([key, part]) => [key, mergePatch(part)(record[key])] as const);
    return Object.fromEntries([...Object.entries(record), ...merged].filter(([, part]) => part !== null));
  };
