/** Photos and files of a ticket: from this device, or fetched when they are asked for and the network is there [sync E1]. */
import { Button } from 'antd';
import { useState } from 'react';
import { term } from '../../../shared/hotline/glossary.ts';
import type { EvidenceEntry } from '../../../shared/hotline/ticket-parts.ts';
import type { TicketId } from '../../../shared/hotline/ids.ts';
import type { Replica } from '../../replica/door.ts';

function EvidenceItem({ replica, ticket, entry }: Readonly<{ replica: Replica; ticket: TicketId; entry: EvidenceEntry }>) {
  const [url, setUrl] = useState<string>();
  const [absent, setAbsent] = useState(false);
  const open = async (): Promise<void> => {
    const bytes = await replica.evidence(ticket, entry.hash);
    setAbsent(bytes === undefined);
    if (bytes !== undefined) setUrl(URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type: entry.type })));
  };
  return (
    <div data-testid="evidence-item">
      {url === undefined ? (
        <Button onClick={() => void open()} aria-label={`查看${entry.name}`}>
          查看
        </Button>
      ) : (
        <img className="photo" src={url} alt={entry.name} />
      )}
      <div className="quiet">
        {term('evidenceKind', entry.kind)} {Math.ceil(entry.size / 1024)} KB
      </div>
      {absent ? (
        <div className="quiet" role="status">
          还没有送达市级，或现在离线，请稍后再看
        </div>
      ) : null}
    </div>
  );
}

export function EvidenceView({
  replica,
  ticket,
  entries,
}: Readonly<{ replica: Replica; ticket: TicketId; entries: readonly EvidenceEntry[] }>) {
  if (entries.length === 0) return null;
  return (
    <div className="card">
      <h2>附件 {entries.length}</h2>
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: 12 }}>
        {entries.map((entry) => (
          <EvidenceItem key={`${entry.action}-${entry.hash}`} replica={replica} ticket={ticket} entry={entry} />
        ))}
      </div>
    </div>
  );
}
