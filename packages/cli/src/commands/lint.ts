import * as E from 'fp-ts/lib/Either.js';
import type * as TE from 'fp-ts/lib/TaskEither.js';
import { readInput } from '../input.js';
import { coloured, type Io, type Refusal } from '../Io.js';
import { counts, fails, type Threshold } from '../lint/Finding.js';
import { lint } from '../lint/lint.js';
import { toText } from '../lint/toText.js';
import { configOf, defaultCloud, defaultConfig, optionsOf, type PassFlags } from '../options.js';
import { realPathOf } from '../pass.js';
import { json, styleFor } from '../print.js';

/** What `lint` takes. */
export type LintFlags = Omit<PassFlags, 'cloud'> & { readonly failOn: Threshold };

/** `clbkit lint`: lists mistakes before anything runs. Looks at no cloud, writes no file. */
export const lintCommand =
  (io: Io, flags: LintFlags): TE.TaskEither<Refusal, number> =>
  async () => {
    const config = await configOf(io, { ...flags, cloud: defaultCloud })();
    if (E.isLeft(config)) return config;
    const options = optionsOf({ ...flags, cloud: defaultCloud }, config.right);
    if (E.isLeft(options)) return options;
    const { cluster, settings } = options.right;
    const assumeComplete = flags.assumeComplete === true;
    const others = [await realPathOf(io, defaultCloud), await realPathOf(io, flags.config ?? defaultConfig)];
    const input = await readInput(io, { paths: flags.filename, others, cluster, assumeComplete })();
    if (E.isLeft(input)) return input;
    const findings = lint(settings, input.right);
    const { width = 100 } = styleFor(io, io.stdout);
    io.stdout.write(
      flags.output === 'json'
        ? json({ apiVersion: 'clbkit.dev/v1alpha1', kind: 'Findings', summary: counts(findings), findings })
        : toText({ colour: coloured(io, io.stdout), width })(findings),
    );
    return E.right(fails(flags.failOn, findings) ? 2 : 0);
  };
