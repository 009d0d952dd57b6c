/** The public's page (art. 13, 15; F39, F42): one form and its answer, and the rating of what was answered, without scripts, readable on any phone. */
import { civilDate, dayOf } from '../../shared/hotline/calendar.ts';
import { GLOSSARY } from '../../shared/hotline/glossary.ts';
import type { Progress } from '../../shared/hotline/progress.ts';

const STYLE = `
body { margin: 0 auto; max-width: 34rem; padding: 1rem; font: 1.05rem/1.7 system-ui, sans-serif; color: #1f2937; background: #f5f7fa; }
h1 { font-size: 1.35rem; } h2 { font-size: 1.1rem; margin-top: 0; }
form, section { background: #fff; border: 1px solid #d8dee8; border-radius: .5rem; padding: 1rem; margin-bottom: 1rem; }
label { display: block; margin-bottom: .75rem; }
input { display: block; box-sizing: border-box; width: 100%; padding: .65rem; font: inherit; border: 1px solid #8a94a6; border-radius: .35rem; }
button { width: 100%; padding: .75rem; font: inherit; color: #fff; background: #1d4f91; border: 0; border-radius: .35rem; }
fieldset { border: 0; margin: 0 0 .75rem; padding: 0; } legend { font-weight: 600; padding: 0; }
fieldset label { display: flex; align-items: center; gap: .6rem; min-height: 2.75rem; margin: 0; } input[type=radio] { width: 1.25rem; height: 1.25rem; flex: none; }
dt { color: #55606f; } dd { margin: 0 0 .5rem; white-space: pre-wrap; overflow-wrap: anywhere; }
`;

function escaped(text: string): string {
  return text.replace(/[&<>"']/gu, (one) => `&#${one.codePointAt(0) ?? 0};`);
}

function answer(progress: Progress): string {
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['工单编号', progress.no],
    ['受理日期', civilDate(dayOf(progress.acceptedAt))],
    ['当前进度', progress.state],
    ['承办单位', progress.lead],
    [
      progress.provisional === true ? '办理期限（暂定）' : '办理期限',
      progress.handleBy === undefined ? undefined : civilDate(dayOf(progress.handleBy)),
    ],
    ['答复', progress.reply],
    ['您的评价', progress.rating === 'given' ? '已收到' : undefined],
  ];
  const shown = rows.map(([name, value]) => (value === undefined ? '' : `<dt>${name}</dt><dd>${escaped(value)}</dd>`));
  return `<section role="status"><dl>${shown.join('')}</dl></section>`;
}

type Asked = Readonly<{ no: string; lastFour: string }>;

function choices(name: string, legend: string, words: Readonly<Record<string, string>>): string {
  const radios = Object.entries(words).map(
    ([value, word]) => `<label><input type="radio" name="${name}" value="${value}" required>${word}</label>`,
  );
  return `<fieldset><legend>${legend}</legend>${radios.join('')}</fieldset>`;
}

/** 评价 (art. 15): without typing number and digits again; no text, so that nobody is named. */
function ratingForm({ no, lastFour }: Asked): string {
  return `<form method="post" action="/public/rating">
<h2>请评价本次办理</h2>
<input type="hidden" name="no" value="${escaped(no)}"><input type="hidden" name="lastFour" value="${escaped(lastFour)}">
${choices('solved', '问题是否解决', GLOSSARY.solved)}
${choices('satisfiedResult', '对办理结果', GLOSSARY.satisfied)}
${choices('satisfiedProcess', '对办理过程', GLOSSARY.satisfied)}
<button>提交评价</button>
<p>每次办理可评价一次。工作人员还会电话回访，以回访为准。</p>
</form>`;
}

/** The page with the form; above it what was asked for, or a sentence. `said`: what became of a rating. */
export function progressPage(found?: Progress | string, asked: Asked = { no: '', lastFour: '' }, said?: string): string {
  const { no } = asked;
  const above = found === undefined ? '' : typeof found === 'string' ? `<section role="alert">${escaped(found)}</section>` : answer(found);
  const told = said === undefined ? '' : `<section role="status">${escaped(said)}</section>`;
  const rating = typeof found === 'object' && found.rating === 'open' ? ratingForm(asked) : '';
  return `<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>诉求进度查询</title><style>${STYLE}</style></head>
<body>
<main>
<h1>12345 热线诉求进度查询</h1>
${told}${above}${rating}
<form method="post" action="/public/progress">
<label>工单编号<input name="no" required maxlength="40" autocomplete="off" placeholder="LN210102-20261124-000001" value="${escaped(no)}"></label>
<label>登记电话后四位<input name="lastFour" required inputmode="numeric" pattern="[0-9]{4}" maxlength="4" autocomplete="off"></label>
<button>查询</button>
</form>
<p>编号在受理短信或回执上。没有留电话的诉求，请持回执到街道窗口或拨打 12345 查询。</p>
</main>
</body>
</html>`;
}

/** What the page's own style needs of the policy; nothing else may load. */
export const PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
