/** Whom to call at a unit (art. 7; F15): where a matter is sent to it or asked of it. */
import type { UnitCode } from '../../shared/hotline/ids.ts';
import { standingDeputy, type DutySheet } from '../../shared/hotline/matters/duty/document.ts';
import type { Reference, Replica } from '../replica/door.ts';
import { nameOf, useDutySheets } from './absences.ts';

/** `联系人 周海涛（代岗 李敏），值班电话 024-23001234`; nothing where the unit has said nothing. */
export function contactText(sheet: DutySheet | undefined, reference: Reference): string | undefined {
  if (sheet === undefined) return undefined;
  const { contact, phone, nightPhone } = sheet;
  const deputy = contact === undefined ? undefined : standingDeputy(sheet, contact);
  const said = [
    contact === undefined
      ? ''
      : `联系人 ${nameOf(contact, reference)}${deputy === undefined ? '' : `（代岗 ${nameOf(deputy, reference)}）`}`,
    phone === undefined ? '' : `值班电话 ${phone}`,
    nightPhone === undefined ? '' : `夜间及节假日 ${nightPhone}`,
  ].filter((one) => one !== '');
  return said.length === 0 ? undefined : said.join('，');
}

type Props = Readonly<{ replica: Replica; reference: Reference; unit: UnitCode | undefined }>;

export function UnitContact({ replica, reference, unit }: Props) {
  const sheets = useDutySheets(replica);
  if (unit === undefined) return null;
  const said = contactText(sheets.get(unit)?.matter, reference);
  return (
    <span className="field-help" data-testid="unit-contact">
      {said ?? '该单位还没有填写联系人和值班电话。'}
    </span>
  );
}
