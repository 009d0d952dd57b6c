/** A letters ledger in our own words, written as an office would receive it: times as text and as Excel dates. */
import ExcelJS from 'exceljs';

export const HEADER = ['留言编号', '留言用户', '留言主题', '留言时间', '留言详情', '反对数', '点赞数'];

export type Letter = readonly [no: string | number | null, user: string, title: string, at: unknown, text: unknown];

export const LETTERS: readonly Letter[] = [
  [
    500101,
    'U0001',
    '长白南路路灯连续三天不亮',
    '2026/11/20 19:05:00',
    '\r\n\t\t长白南路从南向北的路灯连续三天不亮，晚上接孩子很不安全。\r\n\t\t',
  ],
  [500102, 'U0002', '小区门口垃圾两天没有清运', new Date(Date.UTC(2026, 10, 21, 8, 30)), '门口的垃圾箱满了两天，气味很大。'],
  [
    500103,
    'U0003',
    '老楼外墙瓷砖脱落砸到车',
    '2026-11-21 10:20:00',
    '七号楼外墙瓷砖脱落，砸坏一辆车，幸好没有伤人。维修要动用公共资金，街道说定不了。',
  ],
  [500104, 'U0004', '历史遗留产权问题多年未解决', '2026/11/22 9:00', '原单位已经撤销，房屋产权证二十年没有办下来，需要市里牵头。'],
  [500105, 'U0005', '建议增加早市公共厕所', '2026/11/22 9:30', '早市附近没有公共厕所，建议增加一处。'],
];

/** The bytes of an xlsx with these rows under the header. */
export async function ledgerBytes(rows: readonly Letter[], header: readonly string[] = HEADER): Promise<Uint8Array> {
  const book = new ExcelJS.Workbook();
  const sheet = book.addWorksheet('留言');
  sheet.addRow([...header]);
  for (const [no, user, title, at, text] of rows) sheet.addRow([no, user, title, at, text, 0, 0]);
  return new Uint8Array(await book.xlsx.writeBuffer());
}
