/** What the routes of the root work with. */
import type { Hub } from '../hub-parts.ts';
import type { Credentials } from './credentials.ts';
import type { Databases } from './databases.ts';
import type { Designs } from './designs.ts';
import type { Replication } from './replication/replication-routes.ts';
import type { ViewIndexes } from './view-index.ts';

export type CouchParts = Readonly<{
  hub: Hub;
  databases: Databases;
  credentials: Credentials;
  designs: Designs;
  views: ViewIndexes;
  replication: Replication;
}>;
