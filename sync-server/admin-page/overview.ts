/** 概况: whether the hub is well, and what waits for the administrator. */
import { statfs } from 'node:fs/promises';
import { millis } from '../../shared/hotline/calendar.ts';
import { isOpen } from '../gate/quarantine.ts';
import { lastBackup } from '../http/backup-routes.ts';
import type { Hub } from '../hub-parts.ts';
import { FREE_SPACE_FLOOR } from '../store/free-space.ts';
import { facts, html, link, type Html } from './html.ts';
import { time } from './words.ts';

/** Backups are hourly (docs/operations.md): two that did not come are noticed. */
const BACKUP_OLD_MS = 3 * 3_600_000;

export async function overview(hub: Hub): Promise<Html> {
  const { core, accounts, accessLog, gate } = hub;
  const { authority, feed, store, reference } = core;
  const [disk, gaps, kept, lockOuts, sessions, head, backup] = await Promise.all([
    statfs(core.dataDir),
    store.private.withPrefix('gap:'),
    gate.quarantine.all(),
    accounts.wrongPasswords.lockOuts(),
    accounts.sessions.all(),
    accessLog.head(),
    lastBackup(store.private),
  ]);
  const waiting = kept.filter(isOpen).length;
  const free = disk.bavail * disk.bsize;
  const tight = free < FREE_SPACE_FLOOR * 4;
  const old = backup === undefined || millis(core.now()) - millis(backup) > BACKUP_OLD_MS;
  const warnings = [
    free < FREE_SPACE_FLOOR && html`<p class="note warn" role="alert">磁盘已满：中心只读，工作台的记录留在各自电脑上。请立即清理磁盘。</p>`,
    tight && free >= FREE_SPACE_FLOOR && html`<p class="note warn">磁盘剩余不到 1 GB。请清理或扩容；低于 256 MB 时中心停止接收。</p>`,
    !feed.ready && html`<p class="note warn">索引正在重建，完成前工作台暂收不到新数据，已提交的不会丢失。</p>`,
    waiting > 0 && html`<p class="note warn">隔离区有 ${waiting} 条记录待处理。${link('/admin/pages/quarantine', '去处理')}</p>`,
    authority.undecided.length > 0 &&
      html`<p class="note warn">
        ${authority.undecided.length} 条记录未能裁定，每分钟自动重试。${link('/admin/pages/trouble', '查看原因')}
      </p>`,
    old &&
      html`<p class="note warn">
        ${backup === undefined ? '还没有做过备份。' : '三小时内没有备份。'}请在服务器上运行 backup 命令，并设为每小时任务。
      </p>`,
  ].filter((one) => one !== false);
  return html` ${warnings.length === 0 ? html`<p class="note said">运行正常，没有待处理事项。</p>` : warnings}
    <h2>待处理</h2>
    ${facts([
      ['隔离区', link('/admin/pages/quarantine', `${waiting} 条`)],
      ['未能裁定', link('/admin/pages/trouble', `${authority.undecided.length} 条`)],
      ['记录断号', link('/admin/pages/trouble', `${gaps.length} 处`)],
      ['登录锁定', link('/admin/pages/people', `${lockOuts.length} 个`)],
    ])}
    <h2>运行</h2>
    ${facts([
      ['等待裁定', `${authority.backlog} 条`],
      ['在线等候的工作台', `${feed.waiting} 台`],
      ['有效会话', `${sessions.length} 个`],
      ['磁盘剩余', html`<span${tight && html` class="bad"`}>${(free / 1e9).toFixed(1)} GB</span>`],
      ['最近一次备份', backup === undefined ? html`<span class="bad">没有</span>` : time(backup)],
      ['访问记录', link('/admin/pages/log', `${head.n} 条`)],
      ['合并过的冲突', `${authority.mended} 件`],
      ['索引批次', html`<span class="secret">${feed.epoch.slice(-8)}</span>`],
    ])}
    <h2>规模</h2>
    ${facts([
      ['单位', link('/admin/pages/units', `${reference.units.size} 个`)],
      ['人员', link('/admin/pages/people', `${reference.people.size} 人`)],
      ['中心编号', hub.hubId],
      ['中心时间', time(core.now())],
    ])}`;
}
