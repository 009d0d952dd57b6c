/** 报错, 建议修改, 起草新知识 (F18, F30, F48, F49): saved on this device at once, sent when there is a line, decided by the city. */
import { Alert, Checkbox, Radio } from 'antd';
import { useState } from 'react';
import { ulid } from 'ulid';
import { GLOSSARY } from '../../../shared/hotline/glossary.ts';
import type { MatterId } from '../../../shared/hotline/ids.ts';
import { aboutWhat, leavesByLeader } from '../../../shared/hotline/matters/suggestion/document.ts';
import type { Reference, Replica } from '../../replica/door.ts';
import { FormEnd } from '../../ui/form-end.tsx';
import { useKeptDraft } from '../../ui/kept-draft.ts';
import { Field } from '../../ui/labelled-field.tsx';
import { useSaving } from '../../ui/use-saving.ts';
import { ContentFields, TextField } from './content-fields.tsx';
import { asksProblem, draftKey, faultsOf, firstValues, suggestionBody, writesContent, type Asked } from './suggestion-draft.ts';

type Props = Readonly<{ replica: Replica; reference: Reference; asked: Asked; say: (text: string) => void; onClose: () => void }>;

const TITLES = {
  articleChange: '知识报错',
  newArticle: '起草新知识',
  categoryChange: '建议修改目录',
  newCategory: '建议新增事项',
  cardChange: '建议修改办理要点',
} as const;
const PROBLEMS = {
  articleChange: ['wrong', 'outOfDate', 'wording', 'other'],
  categoryChange: ['wrongUnit', 'missing', 'wording', 'other'],
} as const;

function consequence({ target }: Asked, clerk: boolean): string {
  const all = target === 'cardChange' ? '采纳后全市按新要点办理。' : '采纳后全市可查。';
  if (leavesByLeader({ target }) && clerk) return `保存后由本单位领导签批，再报市级审核；${all}`;
  return aboutWhat({ target }) === 'category' ? '保存后报市级派单员裁定；采纳后全市按新目录派单。' : `保存后报市级知识库主管裁定；${all}`;
}

export function SuggestForm({ replica, reference, asked, say, onClose }: Props) {
  const { target, about, from } = asked;
  const key = draftKey(asked);
  const draft = useKeptDraft(replica, key, 'suggestChange', firstValues(asked));
  const [tried, setTried] = useState(false);
  const { busy, problem, save } = useSaving(replica, draft, say, onClose);
  if (!draft.ready) return null;
  const faults = tried ? faultsOf(target, draft.values) : {};
  const missing = Object.values(faults);
  const fields = { values: draft.values, faults, change: draft.change, reference };
  const submit = async (): Promise<void> => {
    setTried(true);
    if (Object.keys(faultsOf(target, draft.values)).length > 0) return;
    await save(`suggestion:${ulid()}` as MatterId, 'suggestChange', suggestionBody(asked, draft.values), TITLES[target]);
  };
  const clerk = replica.me.roles.includes('clerk') && !replica.me.roles.includes('leader');
  const problems = asksProblem(target) ? PROBLEMS[target] : undefined;
  return (
    <form
      noValidate
      className="suggest-form"
      data-testid="suggest-form"
      aria-label={TITLES[target]}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <h2>{TITLES[target]}</h2>
      {about === undefined ? null : (
        <p className="quiet">
          针对：{'title' in about ? about.title : about.path.join(' / ')}（{about.code}，第 {about.version} 版）
        </p>
      )}
      {from === undefined ? null : (
        <p className="quiet">已从本工单的公开答复带入，并略去了姓名、电话和地址。请通读一遍，改成对所有人都适用的说法。</p>
      )}
      {problems === undefined ? null : (
        <Field id="suggest-problem" label="什么问题" required fault={faults['problem']}>
          <Radio.Group
            id="suggest-problem"
            value={draft.values['problem']}
            onChange={(event) => draft.change('problem', event.target.value)}
            options={problems.map((value) => ({ value, label: GLOSSARY.suggestionProblem[value] }))}
          />
        </Field>
      )}
      <TextField {...fields} name="reason" label={target === 'newArticle' ? '为什么需要' : '说明'} max={1000} long required />
      {target === 'articleChange' ? (
        <>
          <TextField {...fields} name="citation" label="正确的说法和出处" max={200} required help="文件名称、条款，或主管单位的答复" />
          <Checkbox checked={draft.values['rewrites'] === true} onChange={(event) => draft.change('rewrites', event.target.checked)}>
            我来改写条目（可不选，由市级改写）
          </Checkbox>
        </>
      ) : null}
      {writesContent(target, draft.values) ? <ContentFields {...fields} what={aboutWhat({ target })} /> : null}
      {problem === undefined && missing.length === 0 ? null : (
        <Alert
          type="warning"
          showIcon
          title={missing.length > 0 ? `还不能保存：${missing.join('；')}。` : problem}
          role="alert"
          data-testid="suggest-fault"
        />
      )}
      <FormEnd
        consequence={consequence(asked, clerk)}
        submitText="保存"
        cancelText="返回"
        busy={busy}
        kept={draft.kept}
        submitId="suggest-save"
        onCancel={onClose}
      />
    </form>
  );
}
