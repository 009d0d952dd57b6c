/** 值班与联系 of one's own unit: whom others call. Leaders and clerks fill it in; everybody reads it. */
import { Alert, Button, Input } from 'antd';
import { useState } from 'react';
import type { PersonId } from '../../../shared/hotline/ids.ts';
import { dutySheetId, TELEPHONE, type DutySheet } from '../../../shared/hotline/matters/duty/document.ts';
import type { MatterView, Reference, Replica } from '../../replica/door.ts';
import { nameOf } from '../../ui/absences.ts';
import { FormEnd } from '../../ui/form-end.tsx';
import { useKeptDraft } from '../../ui/kept-draft.ts';
import { Field } from '../../ui/labelled-field.tsx';
import { SentState } from '../../ui/sent-state.tsx';
import { fullTime } from '../../ui/time-text.ts';
import { useSaving } from '../../ui/use-saving.ts';
import { ColleagueSelect } from './colleague-select.tsx';
import { colleagues } from './posts.ts';

type Props = Readonly<{
  replica: Replica;
  reference: Reference;
  now: number;
  view: MatterView<DutySheet> | undefined;
  mayChange: boolean;
  say: (text: string) => void;
}>;

const TELEPHONE_PATTERN = new RegExp(TELEPHONE, 'u');
const PHONES = { phone: '值班电话', nightPhone: '夜间及节假日值班电话' } as const;
type PhoneName = keyof typeof PHONES;

function ContactForm({ replica, reference, now, view, say, onClose }: Omit<Props, 'mayChange'> & Readonly<{ onClose: () => void }>) {
  const unit = replica.me.unit;
  const id = dutySheetId(unit);
  const draft = useKeptDraft(replica, id, 'keepDutySheet', {});
  const [tried, setTried] = useState(false);
  const { busy, problem, save } = useSaving(replica, draft, say, onClose);
  if (!draft.ready) return null;
  const sheet = view?.matter;
  const contact = (draft.values['contact'] as PersonId | undefined) ?? sheet?.contact;
  const phone = (name: PhoneName): string => ((draft.values[name] as string | undefined) ?? sheet?.[name] ?? '').trim();
  const wrong = (name: PhoneName): boolean => phone(name) !== '' && !TELEPHONE_PATTERN.test(phone(name));
  const body = {
    ...(contact === undefined || contact === sheet?.contact ? {} : { contact }),
    ...Object.fromEntries(
      (Object.keys(PHONES) as PhoneName[])
        .filter((name) => phone(name) !== '' && phone(name) !== sheet?.[name])
        .map((name) => [name, phone(name)]),
    ),
  };
  const submit = async (): Promise<void> => {
    setTried(true);
    if (Object.keys(body).length > 0 && !wrong('phone') && !wrong('nightPhone')) await save(id, 'keepDutySheet', body);
  };
  const nothing = tried && Object.keys(body).length === 0 ? '没有改动。请填写联系人或电话后再保存。' : problem;
  return (
    <form
      noValidate
      aria-label="填写单位档案"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <div className="task-pair">
        <Field id="duty-contact" label="联系人" help="上级派单、提级时联系的人。">
          <ColleagueSelect
            id="duty-contact"
            people={colleagues(reference, unit, now)}
            value={contact}
            placeholder="请选择"
            empty="没有符合的人员"
            onChange={(next) => draft.change('contact', next)}
          />
        </Field>
        {(Object.keys(PHONES) as PhoneName[]).map((name) => (
          <Field
            key={name}
            id={`duty-${name}`}
            label={PHONES[name]}
            fault={tried && wrong(name) ? '请填电话号码，例如 024-23001234 或 024-23001234转8' : undefined}
          >
            <Input
              id={`duty-${name}`}
              data-testid={`duty-${name}`}
              maxLength={30}
              value={(draft.values[name] as string | undefined) ?? sheet?.[name] ?? ''}
              placeholder="例如 024-23001234"
              onChange={(event) => draft.change(name, event.target.value)}
            />
          </Field>
        ))}
      </div>
      {nothing === undefined ? null : <Alert type="warning" showIcon role="alert" title={nothing} />}
      <FormEnd
        consequence="保存后全市各单位和热线都能看到，请填办公或值班电话，不填私人号码。断网时同样可以保存。"
        submitText="保存"
        cancelText="返回"
        busy={busy}
        kept={draft.kept}
        submitId="duty-save"
        onCancel={onClose}
      />
    </form>
  );
}

export function ContactSection(props: Props) {
  const { reference, now, view, mayChange } = props;
  const [changing, setChanging] = useState(false);
  const sheet = view?.matter;
  const last = [...(view?.own.values() ?? [])].findLast((item) => item.action.kind === 'keepDutySheet');
  const lines = [
    ['联系人', sheet?.contact === undefined ? '未填' : nameOf(sheet.contact, reference)],
    ['值班电话', sheet?.phone ?? '未填'],
    ['夜间及节假日', sheet?.nightPhone ?? '未填'],
  ] as const;
  return (
    <section className="card" aria-labelledby="duty-title" data-testid="duty-section">
      <div className="task-head">
        <h2 id="duty-title">值班与联系</h2>
        {mayChange && !changing ? (
          <Button onClick={() => setChanging(true)} data-testid="duty-change">
            {sheet === undefined ? '填写' : '修改'}
          </Button>
        ) : null}
      </div>
      {changing ? (
        <ContactForm {...props} onClose={() => setChanging(false)} />
      ) : (
        <>
          <dl className="facts-list">
            {lines.map(([label, said]) => (
              <div key={label}>
                <dt>{label}</dt>
                <dd>{said}</dd>
              </div>
            ))}
          </dl>
          {sheet === undefined ? null : (
            <p className="quiet">
              {nameOf(sheet.by, reference)} {fullTime(sheet.at)} 更新。 {last === undefined ? null : <SentState item={last} now={now} />}
            </p>
          )}
        </>
      )}
    </section>
  );
}
