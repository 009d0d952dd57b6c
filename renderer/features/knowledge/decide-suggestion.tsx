/** 待审建议: the city reads, corrects where it must, and grants or denies; a grant is the next version from then on (F18, F48, F49). */
import { Alert, Button } from 'antd';
import { useState } from 'react';
import { aboutWhat, type Suggestion } from '../../../shared/hotline/matters/suggestion/document.ts';
import { mintArticleCode, mintCategoryCode } from '../../../shared/hotline/matters/suggestion/versions.ts';
import type { Reference, Replica } from '../../replica/door.ts';
import { useKeptDraft } from '../../ui/kept-draft.ts';
import type { Values } from '../../ui/form-body.ts';
import { ContentFields, TextField } from './content-fields.tsx';
import { categoryOf, CONTENT, valuesOf } from './suggestion-draft.ts';

type Content = Parameters<typeof valuesOf>[0];
type Props = Readonly<{ replica: Replica; reference: Reference; matter: Suggestion; say: (text: string) => void }>;

const HELD = { category: 'categories', article: 'articles', card: 'cards' } as const;

function currentOf(matter: Suggestion, reference: Reference) {
  return matter.about === undefined ? undefined : reference[HELD[aboutWhat(matter)]].get(matter.about.code);
}

function beginning(matter: Suggestion, reference: Reference): Values {
  const proposed = matter[aboutWhat(matter)] ?? currentOf(matter, reference);
  // A row without a proposed text is written by who decides: its path is no text to correct.
  return proposed === undefined || (matter.category === undefined && aboutWhat(matter) === 'category') ? {} : valuesOf(proposed as Content);
}

/** The code and version that come out of a grant. */
function becomes(matter: Suggestion, values: Values, reference: Reference): Readonly<{ code: string; version: number }> {
  const current = currentOf(matter, reference);
  if (current !== undefined) return { code: current.code, version: current.version + 1 };
  const code =
    aboutWhat(matter) === 'category'
      ? mintCategoryCode(categoryOf(values).path, reference.categories.values())
      : mintArticleCode(reference.articles.values());
  return { code, version: 1 };
}

export function DecideSuggestion({ replica, reference, matter, say }: Props) {
  const draft = useKeptDraft(replica, matter._id, 'decideSuggestion', beginning(matter, reference));
  const [tried, setTried] = useState<'grant' | 'deny'>();
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const [editing, setEditing] = useState(matter[aboutWhat(matter)] === undefined);
  if (!draft.ready) return null;
  const what = aboutWhat(matter);
  const answer = ((draft.values['answer'] as string | undefined) ?? '').trim();
  const faultsWhen = (grant: boolean): Record<string, string> => {
    if (grant) return CONTENT[what].faults(draft.values);
    return answer === '' ? { answer: '不采纳须写明理由' } : {};
  };
  const faults = tried === undefined ? {} : faultsWhen(tried === 'grant');
  const fields = { values: draft.values, faults, change: draft.change, reference };
  const current = currentOf(matter, reference);
  const next = becomes(matter, draft.values, reference);
  const decide = async (grant: boolean): Promise<void> => {
    const missing = Object.keys(faultsWhen(grant)).length > 0;
    setTried(grant ? 'grant' : 'deny');
    setProblem(undefined);
    if (missing) {
      setEditing(editing || grant);
      return;
    }
    setBusy(true);
    draft.pause();
    const content = { [what]: CONTENT[what].of(draft.values) };
    const body = { grant, ...(answer === '' ? {} : { answer }), ...(grant ? { becomes: next, ...content } : {}) };
    const outcome = await replica.act({ ticket: matter._id, kind: 'decideSuggestion', body });
    setBusy(false);
    if (outcome.ok) {
      await draft.done();
      say(`${grant ? '采纳' : '不采纳'}：已保存`);
    } else {
      setProblem(outcome.message);
      draft.resume();
    }
  };
  return (
    <section className="suggest-decide" aria-label="裁定">
      {current !== undefined && matter.about !== undefined && current.version !== matter.about.version ? (
        <Alert type="info" showIcon title={`提出后该条目已更新到第 ${current.version} 版，请对照后再裁定。`} />
      ) : null}
      {editing ? (
        <ContentFields {...fields} what={what} />
      ) : (
        <Button size="small" onClick={() => setEditing(true)}>
          修改后再采纳
        </Button>
      )}
      <TextField {...fields} name="answer" label="答复（不采纳时必填）" max={1000} long />
      {problem === undefined ? null : <Alert type="warning" showIcon title={problem} role="alert" />}
      <div className="actions">
        <Button type="primary" loading={busy} onClick={() => void decide(true)} data-testid="suggestion-grant">
          采纳为 {next.code} 第 {next.version} 版
        </Button>
        <Button disabled={busy} onClick={() => void decide(false)} data-testid="suggestion-deny">
          不采纳
        </Button>
      </div>
    </section>
  );
}
