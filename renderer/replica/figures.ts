/** Figures of units from the hub (F14, F44): asked for, shown and not stored [sync Q1]. */
import type { TSchema } from 'typebox';
import type { Ticket } from '../../shared/hotline/ticket.ts';
import { ExportAnswer, FigureTicketsAnswer, MeasuresAnswer } from '../../shared/hotline/unit-figures.ts';
import type { FiguresDoor } from './door.ts';
import type { HubAnswer, HubClient } from './hub-client.ts';
import { withoutRev } from './view.ts';

const OFFLINE = '考核数据需要联网查看。请检查网络后重试。';

function given<T>(answer: HubAnswer<T>): Readonly<{ ok: true; value: T }> | Readonly<{ ok: false; message: string }> {
  if (answer.ok) return answer;
  return { ok: false, message: answer.kind === 'refused' ? answer.reason : OFFLINE };
}

export function figuresDoor(hub: HubClient): FiguresDoor {
  const ask = async <S extends TSchema>(path: string, query: Readonly<Record<string, string>>, schema: S) =>
    given(await hub.request('GET', `${path}?${new URLSearchParams(query).toString()}`, schema));
  return {
    of: (period) => ask('/desk/measures', period, MeasuresAnswer),
    async behind(query) {
      const answer = await ask('/desk/measures/tickets', query, FigureTicketsAnswer);
      if (!answer.ok) return answer;
      const { rows, total, hidden } = answer.value;
      return { ok: true, value: { rows: rows.map((row) => withoutRev(row) as unknown as Ticket), total, hidden } };
    },
    async exported(period) {
      return given(await hub.request('POST', '/desk/measures/export', ExportAnswer, period));
    },
  };
}
