import { Command, CommanderError, Option } from 'commander';
import * as E from 'fp-ts/lib/Either.js';
import type * as TE from 'fp-ts/lib/TaskEither.js';
import { applyCommand } from './commands/apply.js';
import { explainCommand } from './commands/explain.js';
import { lintCommand, type LintFlags } from './commands/lint.js';
import { planCommand } from './commands/plan.js';
import { showCommand } from './commands/show.js';
import { policyNames } from './config.js';
import { applyHelp, commonHelp, explainHelp, lintHelp, passHelp, planHelp, showHelp } from './help.js';
import type { Io, Refusal } from './Io.js';
import { type CommonFlags, defaultClusterId, defaultCloud, defaultConfig, type PassFlags } from './options.js';
import { printRefusal } from './print.js';

type Run<Flags> = (io: Io, flags: Flags) => TE.TaskEither<Refusal, number>;

type Formats = ReadonlyArray<PassFlags['output']>;

const configured = (command: Command, formats: Formats): Command =>
  command
    .option('--config <file>', `configuration (default: ${defaultConfig}, if there is one)`)
    .option('--cluster-id <id>', `the cluster, cls-… (default: ${defaultClusterId})`)
    .addOption(new Option('-o, --output <format>', 'how to print').choices(formats).default('text'));

const common = (command: Command, formats: Formats = ['text', 'json', 'mermaid']): Command =>
  configured(command.addOption(new Option('--cloud <file>', 'the cloud: a JSON file').default(defaultCloud)), formats);

const reading = (command: Command): Command =>
  command.requiredOption(
    '-f, --filename <path...>',
    'manifests or cluster dumps: files, folders, - for standard input',
  );

/** How manifests are understood. */
const understood = (command: Command): Command =>
  command
    .option('--set <name=value...>', 'settings, such as transitions=refuse')
    .option('--assume-complete', 'a kind of which the input has no object has none in the cluster either');

const pass = (command: Command, formats?: Formats): Command =>
  understood(
    common(reading(command), formats)
      .option('--vpc <id>', 'VPC of the cluster; without it the VPC of an existing CLB is not checked')
      .addOption(new Option('--policy <name>', 'what may be done (default: sync)').choices(policyNames))
      .option('--protect <name...>', 'Services (namespace/name) and CLBs (lb-…) from which nothing is taken')
      .option('--brake <limits>', 'how much may go at once: share,absolute or off (default: 0.3,100)')
      .option('--approve <hash>', 'let exactly the plan with this hash pass the brake'),
  ).option('--strict', 'exit with 1 when a wish in the input is refused');

const failOn = new Option('--fail-on <severity>', 'exit with 2 when something is found that is at least so bad')
  .choices(['error', 'warning', 'note', 'never'])
  .default('error');

const programOf = (io: Io, ran: (result: TE.TaskEither<Refusal, number>) => Promise<void>): Command => {
  const on =
    <Flags>(run: Run<Flags>) =>
    (flags: Flags): Promise<void> =>
      ran(run(io, flags));
  const program = new Command('clbkit')
    .description('Sees what would be done to your load balancers, and does it: on files, with a cloud in a file.')
    .version(io.version)
    .addHelpText('after', commonHelp)
    .helpCommand('help [command]', 'tell more about a command');
  pass(program.command('plan').description('print what would be done; writes nothing'))
    .option('--detailed-exitcode', 'exit with 2 when there is something to do')
    .addHelpText('after', planHelp + passHelp)
    .action(on<PassFlags>(planCommand));
  pass(program.command('apply').description('carry out the plan and write the cloud file'))
    .addHelpText('after', applyHelp + passHelp)
    .action(on<PassFlags>(applyCommand));
  pass(program.command('explain').description('tell what one Service gets, and why; writes nothing'), ['text', 'json'])
    .argument('<service>', 'namespace/name, or a name that only one Service has')
    .addHelpText('after', explainHelp)
    .action((service: string, flags: PassFlags) => ran(explainCommand(service)(io, flags)));
  understood(configured(reading(program.command('lint').description('list mistakes in manifests')), ['text', 'json']))
    .addOption(failOn)
    .addHelpText('after', lintHelp)
    .action(on<LintFlags>(lintCommand));
  common(program.command('show').description('print the cloud file'))
    .addHelpText('after', showHelp)
    .action(on<CommonFlags>(showCommand));
  const writeOut = io.stdout.write;
  const writeErr = io.stderr.write;
  for (const one of [program, ...program.commands]) {
    one.exitOverride().configureOutput({ writeOut, writeErr, getOutHelpWidth: () => 100, getErrHelpWidth: () => 100 });
    one.showHelpAfterError(`(clbkit ${one === program ? '' : `${one.name()} `}--help tells what there is)`);
    one.allowExcessArguments(false);
  }
  return program;
};

/** Runs the command line once and gives its exit code. All effects go through `io`. */
export const main = async (io: Io): Promise<number> => {
  let code = 0;
  const ran = async (result: TE.TaskEither<Refusal, number>): Promise<void> => {
    const outcome = await result();
    if (E.isLeft(outcome)) printRefusal(io, outcome.left);
    code = E.isLeft(outcome) ? 1 : outcome.right;
  };
  try {
    await programOf(io, ran).parseAsync([...io.argv], { from: 'user' });
  } catch (cause) {
    if (cause instanceof CommanderError) return cause.exitCode === 0 ? 0 : 1;
    printRefusal(io, [
      `this is a fault of clbkit: ${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}`,
    ]);
    return 1;
  }
  return code;
};
