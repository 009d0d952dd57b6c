/** 我的建议 with where each stands, and 待审建议 for those who decide. */
import { Button } from 'antd';
import { term } from '../../../shared/hotline/glossary.ts';
import { isOpenSuggestion } from '../../../shared/hotline/matters/suggestion/document.ts';
import type { Reference, Replica } from '../../replica/door.ts';
import { OnSiteSign } from '../../ui/on-site-sign.tsx';
import { DecideSuggestion } from './decide-suggestion.tsx';
import type { SuggestionView } from './own-matters.ts';
import { Compared, SuggestionCard } from './suggestion-card.tsx';

type Props = Readonly<{
  replica: Replica;
  reference: Reference;
  now: number;
  say: (text: string) => void;
  views: readonly SuggestionView[];
}>;

/** The leader beside the clerk signs here and now: in the clerk's chain, after the draft it names (docs/adr/0005). */
function SignHere({ replica, reference, view: { matter }, say }: Omit<Props, 'now' | 'views'> & Readonly<{ view: SuggestionView }>) {
  if (matter.state !== 'leaderReview') return null;
  return (
    <OnSiteSign
      replica={replica}
      reference={reference}
      unit={matter.unit}
      by={matter.by}
      name={term('suggestionTarget', matter.target)}
      testId="suggestion-sign-here"
      sign={({ pass, opinion, actor }) => {
        const body = { pass, ...(opinion === '' ? {} : { opinion }) };
        return replica.act({ ticket: matter._id, kind: 'signSuggestion', body, actor });
      }}
      onSaved={() => say('签批建议：已保存')}
    >
      <Compared matter={matter} reference={reference} />
    </OnSiteSign>
  );
}

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
              <SignHere replica={replica} reference={reference} view={view} say={say} />
              <Button onClick={() => void retract(view)} data-testid="suggestion-retract">
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
