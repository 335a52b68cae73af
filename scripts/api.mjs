// pnpm api         writes packages/*/api/*.api.md: what each entry point exports, as text
// pnpm api:check   fails when they are not what the sources say, or when an export has no doc comment
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Extractor, ExtractorConfig, ExtractorLogLevel } from '@microsoft/api-extractor';
import { packages, root } from './workspace.mjs';

const check = process.argv.includes('--check');
const silent = { logLevel: ExtractorLogLevel.None, addToApiReportFile: false };
let failed = false;

for (const { folder, path, manifest } of packages) {
  mkdirSync(join(path, 'api'), { recursive: true });
  const { types = [] } = JSON.parse(readFileSync(join(path, 'tsconfig.json'), 'utf8')).compilerOptions;
  for (const [entry, target] of Object.entries(manifest.exports)) {
    if (target.import === undefined) continue;
    const name = [folder, ...entry.split('/').slice(1)].join('-');
    const reportFile = join(path, 'api', `${name}.api.md`);
    if (!check && !existsSync(reportFile)) writeFileSync(reportFile, '');
    const config = ExtractorConfig.prepare({
      configObjectFullPath: undefined,
      packageJsonFullPath: join(path, 'package.json'),
      configObject: {
        projectFolder: path,
        mainEntryPointFilePath: join(path, target.import.types),
        compiler: {
          // Without the source condition: the other packages are read as their users see them.
          overrideTsconfig: {
            compilerOptions: { target: 'es2022', lib: ['es2023'], module: 'nodenext', strict: true, types },
            files: [join(path, target.import.types)],
          },
        },
        apiReport: {
          enabled: true,
          reportFileName: name,
          reportFolder: join(path, 'api'),
          reportTempFolder: join(root, '.cache/api'),
        },
        docModel: { enabled: false },
        dtsRollup: { enabled: false },
        tsdocMetadata: { enabled: false },
        messages: {
          compilerMessageReporting: { default: { logLevel: ExtractorLogLevel.Error } },
          extractorMessageReporting: {
            default: { logLevel: ExtractorLogLevel.Warning },
            'ae-missing-release-tag': silent,
            'ae-undocumented': silent,
            // Types of one entry point in the signatures of another: seen in the report, no failure.
            'ae-forgotten-export': { logLevel: ExtractorLogLevel.None, addToApiReportFile: entry === '.' },
            'ae-unresolved-link': silent,
          },
          tsdocMessageReporting: { default: silent },
        },
      },
    });
    const result = Extractor.invoke(config, { localBuild: !check, messageCallback: quiet });
    const changed = result.apiReportChanged ? (check ? 'STALE' : 'written') : 'unchanged';
    console.log(`packages/${folder}/api/${name}.api.md ${changed}`);
    failed ||= check ? !result.succeeded : result.errorCount > 0;
    const report = readFileSync(join(root, '.cache/api', `${name}.api.md`), 'utf8');
    for (const [, declaration] of report.matchAll(/^\/\/ @public \(undocumented\)\n(.*)/gm)) {
      console.error(`  no doc comment: ${declaration}`);
      failed ||= check;
    }
  }
}

if (failed) {
  console.error(check ? '`pnpm api` writes the reports anew; look at what changed.' : 'The declarations have errors.');
  process.exitCode = 1;
}

function quiet(message) {
  if (/^console-(api-report|preamble|compiler-version)/.test(message.messageId)) message.handled = true;
}
