/** 我的建议 with where each stands, and 待审建议 for those who decide. */
import { Button } from 'antd';
import { isOpenSuggestion } from '../../../shared/hotline/matters/suggestion/document.ts';
import type { Reference, Replica } from '../../replica/door.ts';
import { DecideSuggestion } from './decide-suggestion.tsx';
import type { SuggestionView } from './own-matters.ts';
import { SuggestionCard } from './suggestion-card.tsx';

type Props = Readonly<{
  replica: Replica;
  reference: Reference;
  now: number;
  say: (text: string) => void;
  views: readonly SuggestionView[];
}>;

export function OwnSuggestions({ replica, reference, now, say, views }: Props) {
  const retract = async ({ matter }: SuggestionView): Promise<void> => {
    const outcome = await replica.act({ ticket: matter._id, kind: 'retractSuggestion', body: {} });
    say(outcome.ok ? '撤回建议：已保存' : outcome.message);
  };
  if (views.length === 0) return <p className="empty">您还没有提过建议。在知识条目里点“报错”，或在目录里点“建议修改”，进度会列在这里。</p>;
  return (
    <>
      {views.map((view) => (
        <SuggestionCard key={view.matter._id} view={view} reference={reference} now={now}>
          {isOpenSuggestion(view.matter) ? (
            <div className="actions">
              <Button size="small" onClick={() => void retract(view)} data-testid="suggestion-retract">
                撤回
              </Button>
            </div>
          ) : null}
        </SuggestionCard>
      ))}
    </>
  );
}

export function WaitingSuggestions({ replica, reference, now, say, views }: Props) {
  if (views.length === 0) return <p className="empty">没有等您裁定的建议。</p>;
  return (
    <>
      {views.map((view) => (
        <SuggestionCard key={view.matter._id} view={view} reference={reference} now={now}>
          <DecideSuggestion replica={replica} reference={reference} matter={view.matter} say={say} />
        </SuggestionCard>
      ))}
    </>
  );
}
