/** 知识库与目录 (art. 8, 17; F18, F47–F49): what is read while working, what is proposed, and what waits to be decided. */
import { Drawer, Segmented } from 'antd';
import { useState } from 'react';
import { toInstant } from '../../../shared/hotline/calendar.ts';
import { toRenew } from '../../../shared/knowledge/expiry.ts';
import type { Reference, Replica } from '../../replica/door.ts';
import { Articles, Entry } from './articles.tsx';
import { Catalogue } from './catalogue.tsx';
import { useSuggestions } from './own-matters.ts';
import { SuggestForm } from './suggest-form.tsx';
import { draftKey, type Asked } from './suggestion-draft.ts';
import { OwnSuggestions, WaitingSuggestions } from './suggestion-lists.tsx';

type Props = Readonly<{ replica: Replica; reference: Reference; now: number; say: (text: string) => void; onClose: () => void }>;
type Place = 'articles' | 'catalogue' | 'renew' | 'own' | 'waiting';

export function KnowledgeBase({ replica, reference, now, say, onClose }: Props) {
  const [place, setPlace] = useState<Place>('articles');
  const [asked, setAsked] = useState<Asked>();
  const { own, toDecide } = useSuggestions(replica);
  const { roles } = replica.me;
  const writes = roles.some((role) => role !== 'gridWorker' && role !== 'admin');
  const decides = roles.includes('supervisor') || roles.includes('dispatcher');
  // Kept by those who decide on them, and by whoever brought them about.
  const theirs = new Set(own.flatMap(({ matter }) => (matter.granted === undefined ? [] : [matter.granted.code])));
  const renew = toRenew(reference.articles.values(), toInstant(now)).filter((one) => roles.includes('supervisor') || theirs.has(one.code));
  const places: readonly { value: Place; label: string }[] = [
    { value: 'articles', label: '知识条目' },
    { value: 'catalogue', label: '派单目录' },
    ...(renew.length === 0 ? [] : [{ value: 'renew' as const, label: `待更新 ${renew.length}` }]),
    { value: 'own', label: `我的建议 ${own.length}` },
    ...(decides ? [{ value: 'waiting' as const, label: `待审建议 ${toDecide.length}` }] : []),
  ];
  const shown = { replica, reference, now, say };
  return (
    <Drawer open title="知识库与派单目录" size="min(760px, 100vw)" onClose={onClose}>
      {asked === undefined ? (
        <>
          <Segmented<Place> className="knowledge-places" value={place} onChange={setPlace} options={[...places]} />
          {place === 'articles' ? <Articles {...shown} mayDraft={writes} onSuggest={setAsked} /> : null}
          {place === 'catalogue' ? <Catalogue reference={reference} maySuggest={writes} onSuggest={setAsked} /> : null}
          {place === 'renew' ? (
            <>
              <p className="quiet">已到期或 30 天内到期。请核对后报错改写，或延长有效期。</p>
              {renew.map((article) => (
                <Entry key={article._id} article={article} now={now} say={say} onSuggest={setAsked} />
              ))}
            </>
          ) : null}
          {place === 'own' ? <OwnSuggestions {...shown} views={own} /> : null}
          {place === 'waiting' ? <WaitingSuggestions {...shown} views={toDecide} /> : null}
        </>
      ) : (
        <SuggestForm
          key={draftKey(asked)}
          replica={replica}
          reference={reference}
          asked={asked}
          say={say}
          onClose={() => setAsked(undefined)}
        />
      )}
    </Drawer>
  );
}
