/** The frame of every page: where one is, what waits, what was just done, and the way out. */
import type { AdminSession } from './admin-sessions.ts';
import { html, Html, link } from './html.ts';
import { STYLE_ELEMENT } from './style.ts';

export const HOME = '/admin';

/** `count`: what waits for somebody there. */
export type NavItem = Readonly<{ path: string; title: string; count?: number }>;

function document(title: string, body: Html): string {
  return html`<!doctype html>
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · 基层接诉中心管理</title>
        ${STYLE_ELEMENT}
      </head>
      <body>
        ${body}
      </body>
    </html>`.text;
}

export function tokenField({ token }: Pick<AdminSession, 'token'>): Html {
  return html`<input type="hidden" name="token" value="${token}" />`;
}

export function framed(title: string, content: Html, nav: readonly NavItem[], at: string, session: AdminSession): string {
  const { said } = session;
  delete session.said;
  const items = nav.map(
    ({ path, title: name, count }) =>
      html`<li>
        <a href="${path}" ${path === at && new Html(' aria-current="page"')}
          >${name}${count !== undefined && count > 0 && html` <span class="count">${count}<span class="skip"> 项待处理</span></span>`}</a
        >
      </li>`,
  );
  return document(
    title,
    html`<a class="skip" href="#content">跳到内容</a>
      <header>
        <strong>基层接诉中心管理</strong>
        <form method="post" action="/admin/pages/sign-out">${tokenField(session)}<button class="plain">退出登录</button></form>
      </header>
      <div class="frame">
        <nav aria-label="管理">
          <ul>
            ${items}
          </ul>
        </nav>
        <main id="content">
          <h1>${title}</h1>
          ${said !== undefined && html`<p class="note said" role="status">${said}</p>`} ${content}
        </main>
      </div>`,
  );
}

export function signInPage(token: string, fault?: string): string {
  return document(
    '登录',
    html`<main class="sign-in">
      <h1>基层接诉中心管理</h1>
      ${fault !== undefined && html`<p class="note fault" role="alert">${fault}</p>`}
      <form class="card" method="post" action="/admin/pages/sign-in">
        <input type="hidden" name="token" value="${token}" />
        <label
          >管理员密码<input type="password" name="password" required maxlength="200" autocomplete="current-password" autofocus
        /></label>
        <button>登录</button>
      </form>
      <p class="quiet">30 分钟不操作自动退出。所有管理操作均记入访问记录。</p>
    </main>`,
  );
}

export function faultPage(sentence: string): string {
  return document(
    '未能办理',
    html`<main class="sign-in">
      <h1>未能办理</h1>
      <p class="note fault" role="alert">${sentence}</p>
      <p>${link(HOME, '回到管理首页')}</p>
    </main>`,
  );
}
