/** The hub's command line: `serve`, `seed`, `import`, `enrol`, `revoke-device`, `rebuild-index`, `doctor`. */
import { Command } from 'commander';
import { doctorCommand } from './doctor.ts';
import { importCommand } from './import.ts';
import { onlineCommands } from './online.ts';
import { seedCommand } from './seed.ts';
import { serveCommand } from './serve.ts';

const program = new Command('griddesk-hub').description('GridDesk hub');
for (const add of [serveCommand, seedCommand, importCommand, onlineCommands, doctorCommand]) add(program);
await program.parseAsync();
