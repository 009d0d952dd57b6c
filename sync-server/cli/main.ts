/**
 * The hub's command line: `serve`, `seed`, `export-seed`, `import-seed`, `import`, `backup`, `restore`, `enrol`, `revoke-device`, `allow-client`, `pack`, `calendar`,
 * `export-reference`, `publisher-key`, `trust-publisher`, `rebuild-index`, `migrate-to`, `doctor`,
 * `verify-export`, `export-log`, `log-head`, `verify-log`.
 */
import { Command } from 'commander';
import { accessLogCommands } from './access-log.ts';
import { backupCommands } from './backup.ts';
import { doctorCommand } from './doctor.ts';
import { explain } from './explain.ts';
import { exportSeedCommands } from './export-seed.ts';
import { refuseRootElsewhere, type WrittenFolders } from './folder-owner.ts';
import { importCommand } from './import.ts';
import { migrateCommand } from './migrate.ts';
import { onlineCommands } from './online.ts';
import { seedCommand } from './seed.ts';
import { serveCommand } from './serve.ts';
import { verifyExportCommand } from './verify-export.ts';

// The data folder is closed to others only where the hub made it. In one made by hand the stores below would get what the shell's mask
// leaves, mostly 0644: every ticket readable by any user of the machine.
process.umask(0o077);
const program = new Command('griddesk-hub').description('GridDesk hub');
for (const add of [
  serveCommand,
  seedCommand,
  exportSeedCommands,
  importCommand,
  backupCommands,
  onlineCommands,
  migrateCommand,
  doctorCommand,
  verifyExportCommand,
  accessLogCommands,
])
  add(program);
program.hook('preAction', (_, command) => refuseRootElsewhere(command.opts<WrittenFolders>()));
try {
  await program.parseAsync();
} catch (error) {
  // Every command names its circumstances alike: `--data`, `--port`, `--hub`, and a file as its argument.
  const command = program.commands.find((one) => one.name() === program.args[0]);
  process.stderr.write(`${explain(error, { ...command?.opts(), file: command?.args[0] })}\n`);
  process.exit(1);
}
