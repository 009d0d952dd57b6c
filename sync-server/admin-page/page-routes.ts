/**
 * The administrator's page (F50): server-rendered, without scripts, under a policy that loads nothing. Signed in by a form; every form of
 * it carries the session's token, and what another site sends is refused before anything is read.
 */
import formbody from '@fastify/formbody';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Check } from 'typebox/value';
import { refusalText } from '../../shared/hotline/refusals.ts';
import { isOpen } from '../gate/quarantine.ts';
import { ACTS, perform, type ActName } from '../http/admin-acts.ts';
import type { Hub } from '../hub-parts.ts';
import { AdminSessions, tokenMatches, type AdminSession } from './admin-sessions.ts';
import { ACT_FORMS, type Given } from './act-forms.ts';
import { html, Html, link } from './html.ts';
import { faultPage, framed, HOME, signInPage, tokenField, type NavItem } from './layout.ts';
import { calendarsPage, packsPage } from './reference.ts';
import { clientsPage } from './clients.ts';
import { devicePage, devicesPage } from './devices.ts';
import { keptPage, quarantinePage } from './kept.ts';
import { logPage, questionOf } from './log.ts';
import { overview } from './overview.ts';
import { giveSession, isOwnForm, sessionCookie, SignInTokens, takeSession } from './page-guard.ts';
import { peoplePage, personPage } from './people.ts';
import { clientForm, codeForm, publisherForm, takeClient, takeCode, takeFile, takePublisher, type Taken } from './other-forms.ts';
import { PAGE_HEADERS } from './style.ts';
import { troublePage } from './trouble.ts';
import { unitsPage } from './units.ts';

const MOST_OF_A_FORM = 64 * 1024;
const MOST_OF_A_FILE = 1024 * 1024;
const PAGES = '/admin/pages';

type View = Readonly<{
  path: string;
  title: string;
  /** The entry of the navigation that it belongs to; its own path unless said. */
  at?: string;
  show: (hub: Hub, given: Given, session: AdminSession) => Promise<Html> | Html;
}>;

const VIEWS: readonly View[] = [
  { path: HOME, title: '概况', show: overview },
  { path: `${PAGES}/quarantine`, title: '隔离区', show: quarantinePage },
  { path: `${PAGES}/trouble`, title: '未裁定与断号', show: troublePage },
  { path: `${PAGES}/people`, title: '人员', show: peoplePage },
  { path: `${PAGES}/units`, title: '单位', show: unitsPage },
  { path: `${PAGES}/devices`, title: '设备', show: devicesPage },
  { path: `${PAGES}/clients`, title: '第三方客户端', show: clientsPage },
  { path: `${PAGES}/packs`, title: '规则包', show: (hub, _, session) => packsPage(hub, session) },
  { path: `${PAGES}/calendars`, title: '节假日日历', show: (hub, _, session) => calendarsPage(hub, session) },
  { path: `${PAGES}/log`, title: '访问记录', show: looked },
  { path: `${PAGES}/act/password`, title: '管理员密码', show: (hub, given, session) => actPage(hub, 'password', given, session) },
];
const INNER: readonly View[] = [
  { path: `${PAGES}/person`, title: '人员详情', at: `${PAGES}/people`, show: personPage },
  { path: `${PAGES}/device`, title: '设备详情', at: `${PAGES}/devices`, show: devicePage },
  {
    path: `${PAGES}/kept`,
    title: '隔离记录',
    at: `${PAGES}/quarantine`,
    show: (hub, given, session) => keptPage(hub, given['id'] ?? '', session, false),
  },
  { path: `${PAGES}/new-code`, title: '生成注册码', at: `${PAGES}/devices`, show: (hub, given, session) => codeForm(hub, given, session) },
  { path: `${PAGES}/client`, title: '第三方客户端', at: `${PAGES}/clients`, show: (_, given, session) => clientForm(given, session) },
  { path: `${PAGES}/publisher`, title: '登记签发单位', at: `${PAGES}/packs`, show: (_, given, session) => publisherForm(given, session) },
];

/** One entry a search, not one a page of it. */
async function looked(hub: Hub, given: Given): Promise<Html> {
  const question = questionOf(given);
  const { who, ticket, day, before } = question;
  if (before === undefined)
    await hub.accessLog.admin(hub.core.now(), 'log.view', [who, ticket, day].filter((one) => one !== '').join(' ') || '全部');
  return logPage(hub, question);
}

async function actPage(hub: Hub, name: ActName, given: Given, session: AdminSession, fault?: string): Promise<Html> {
  const form = ACT_FORMS[name];
  if (form === undefined) return html`<p class="empty">没有这个操作。${link(HOME, '回到概况')}</p>`;
  // What the address says stays in the form: which person, which device.
  const kept = ['person', 'device', 'id', 'unit', 'trusted', 'login'].filter(
    (key) => given[key] !== undefined && !(name === 'people' && key === 'login'),
  );
  return html`
${fault !== undefined && html`<p class="note fault" role="alert">${fault}</p>`}
<form class="card" method="post" action="${PAGES}/act/${name}">${tokenField(session)}
${kept.map((key) => html`<input type="hidden" name="${key}" value="${given[key]}" />`)}
<p${form.danger === true && new Html(' class="note warn"')}>${await form.explain(hub, given)}</p>
${form.fields?.(hub, given)}
${form.noReason !== true && html`<label>理由<input name="reason" value="${given['reason']}" required maxlength="200" autocomplete="off" /><span class="hint">记入访问记录，便于日后核对。</span></label>`}
<p class="buttons"><button${form.danger === true && new Html(' class="danger"')}>${form.submit}</button>${link(form.back(given), '取消')}</p></form>`;
}

function givenOf(values: unknown): Given {
  const all = (values ?? {}) as Readonly<Record<string, string | readonly string[] | undefined>>;
  const single = Object.entries(all).map(([name, value]) => [
    name,
    Array.isArray(value) ? String(value.at(-1)) : (value as string | undefined),
  ]);
  const listed = (name: string): readonly string[] => {
    const value = Object.hasOwn(all, name) ? all[name] : undefined;
    return value === undefined ? [] : typeof value === 'string' ? [value] : value;
  };
  return Object.assign(Object.fromEntries(single.filter(([name]) => name !== 'all')) as Record<string, string>, { all: listed });
}

/** Without `all`: an address says nothing of what was unticked. */
function askedOf(request: FastifyRequest): Given {
  const { all: _none, ...asked } = givenOf(request.query);
  return asked;
}

function send(reply: FastifyReply, status: number, text: string): FastifyReply {
  for (const [name, value] of Object.entries(PAGE_HEADERS)) void reply.header(name, value);
  return reply.code(status).type('text/html; charset=utf-8').send(text);
}

/** After a form that was taken: the page is asked for anew, so that going back or reloading sends nothing again. */
function goTo(reply: FastifyReply, path: string): FastifyReply {
  return send(reply.header('location', path), 303, '');
}

export async function adminPage(app: FastifyInstance, hub: Hub): Promise<void> {
  const sessions = new AdminSessions(hub);
  const signIns = new SignInTokens();

  const navigation = async (): Promise<readonly NavItem[]> => {
    const counts: Readonly<Record<string, number>> = {
      [`${PAGES}/quarantine`]: (await hub.gate.quarantine.all()).filter(isOpen).length,
      [`${PAGES}/trouble`]: hub.core.authority.undecided.length,
    };
    return VIEWS.map(({ path, title }) => ({ path, title, ...(counts[path] === undefined ? {} : { count: counts[path] }) }));
  };
  const page = async (
    reply: FastifyReply,
    status: number,
    view: Readonly<{ title: string; at: string }>,
    content: Html,
    session: AdminSession,
  ) => send(reply, status, framed(view.title, content, await navigation(), view.at, session));

  /** Undefined: it has been answered. */
  const signedIn = (request: FastifyRequest, reply: FastifyReply): AdminSession | undefined => {
    const session = sessions.of(sessionCookie(request));
    if (session !== undefined) return session;
    const asked = request.method === 'GET' || request.method === 'HEAD';
    const lost = asked ? undefined : '登录已过期，没有办理。请重新登录后再试。';
    send(reply, asked ? 401 : 403, signInPage(signIns.give(request, reply), lost));
    return undefined;
  };
  /** Of a form: its own page's, of this session. */
  const sent = (request: FastifyRequest, reply: FastifyReply): Readonly<{ session: AdminSession; given: Given }> | undefined => {
    const session = signedIn(request, reply);
    if (session === undefined) return undefined;
    const given = givenOf(request.body);
    if (tokenMatches(session.token, given['token'])) return { session, given };
    send(reply, 403, faultPage('表单已失效，没有办理。请回到页面重新填写。'));
    return undefined;
  };

  await app.register(async (open) => {
    // Forms and files are what its pages send; JSON has routes of its own.
    open.removeAllContentTypeParsers();
    await open.register(formbody, { bodyLimit: MOST_OF_A_FORM });
    open.addContentTypeParser(
      'multipart/form-data',
      { parseAs: 'buffer', bodyLimit: MOST_OF_A_FILE },
      async (request: FastifyRequest, body: Buffer) => {
        const type = request.headers['content-type'] ?? '';
        const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData().catch(() => undefined);
        if (form === undefined) throw Object.assign(new Error('no form'), { statusCode: 400 });
        const file = form.get('file');
        return { token: form.get('token'), file: typeof file === 'string' ? file : await file?.text() };
      },
    );
    // Before a byte of a form is read.
    open.addHook('onRequest', async (request, reply) => {
      if (request.method !== 'POST' || isOwnForm(request)) return undefined;
      return send(reply, 403, faultPage('该请求不是从本页面发出的，没有办理。'));
    });
    open.setErrorHandler<Error & { statusCode?: number }>((error, _request, reply) => {
      const status = error.statusCode ?? 500;
      if (status >= 500) hub.onError(error);
      if (status === 413) return send(reply, 413, faultPage('内容过大，没有办理。'));
      return status < 500
        ? send(reply, 400, faultPage(refusalText('malformed')))
        : send(reply.header('Retry-After', '5'), 503, faultPage('中心暂时不能办理，请稍后再试。是否已生效请查看访问记录和相应页面。'));
    });

    for (const view of [...VIEWS, ...INNER])
      open.get(view.path, async (request, reply) => {
        const session = signedIn(request, reply);
        if (session === undefined) return reply;
        const at = view.at ?? view.path;
        return page(reply, 200, { title: view.title, at }, await view.show(hub, askedOf(request), session), session);
      });

    open.post(`${PAGES}/sign-in`, async (request, reply) => {
      const { token, password = '' } = givenOf(request.body);
      const again = (status: number, fault: string): FastifyReply => send(reply, status, signInPage(signIns.give(request, reply), fault));
      if (!signIns.holds(request, token)) return again(403, '页面已失效，请重新输入密码。');
      const proof = await hub.admin.prove('admin', password, request.ip);
      if (!proof.ok && proof.rests !== undefined) {
        void reply.header('Retry-After', String(proof.rests));
        return again(429, `输错次数过多，请 ${Math.ceil(proof.rests / 60)} 分钟后再试。`);
      }
      if (!proof.ok) return again(403, '密码不正确，请重新输入。');
      await hub.accessLog.admin(hub.core.now(), 'page.sign-in', `从 ${request.ip}`);
      // Whatever cookie the browser had: a session begins here, under a name that nobody knew before.
      const before = sessions.of(sessionCookie(request));
      if (before !== undefined) sessions.end(before);
      giveSession(request, reply, sessions.begin());
      return goTo(reply, HOME);
    });

    open.post(`${PAGES}/sign-out`, async (request, reply) => {
      const asked = sent(request, reply);
      if (asked === undefined) return reply;
      sessions.end(asked.session);
      takeSession(request, reply);
      return goTo(reply, HOME);
    });

    for (const [name, form] of Object.entries(ACT_FORMS) as [ActName, NonNullable<(typeof ACT_FORMS)[ActName]>][]) {
      const at =
        name === 'password'
          ? `${PAGES}/act/password`
          : `${PAGES}/${name.startsWith('codes') ? 'devices' : name.startsWith('lock') ? 'people' : (name.split('/')[0] ?? '')}`;
      if (name !== 'password')
        open.get(`${PAGES}/act/${name}`, async (request, reply) => {
          const session = signedIn(request, reply);
          if (session === undefined) return reply;
          return page(reply, 200, { title: form.title, at }, await actPage(hub, name, askedOf(request), session), session);
        });
      open.post(`${PAGES}/act/${name}`, async (request, reply) => {
        const asked = sent(request, reply);
        if (asked === undefined) return reply;
        const { session, given } = asked;
        const body = { ...form.body(given), ...(form.noReason === true ? {} : { reason: (given['reason'] ?? '').trim() }) };
        const done = Check(ACTS[name].schema, body) ? await perform(hub, name, body) : 'incomplete';
        if (done === 'done') {
          session.said = form.done;
          return goTo(reply, form.back(given));
        }
        const fault =
          done === 'unknown'
            ? refusalText('notFoundOnline')
            : done === 'incomplete'
              ? '填写不完整或不符合要求，没有办理。请核对后重试。'
              : refusalText(done);
        return page(reply, 400, { title: form.title, at }, await actPage(hub, name, given, session, fault), session);
      });
    }

    // A look at what was kept aside is recorded before it is shown [F51].
    open.post(`${PAGES}/kept`, async (request, reply) => {
      const asked = sent(request, reply);
      if (asked === undefined) return reply;
      const id = asked.given['id'] ?? '';
      await hub.accessLog.admin(hub.core.now(), 'quarantine.view', id);
      return page(
        reply,
        200,
        { title: '隔离记录', at: `${PAGES}/quarantine` },
        await keptPage(hub, id, asked.session, true),
        asked.session,
      );
    });

    const other = (
      path: string,
      title: string,
      at: string,
      take: (hub: Hub, given: Given, session: AdminSession) => Promise<Taken>,
    ): void => {
      open.post(`${PAGES}/${path}`, async (request, reply) => {
        const asked = sent(request, reply);
        if (asked === undefined) return reply;
        const { session } = asked;
        const taken = await take(hub, asked.given, session);
        if ('said' in taken) {
          session.said = taken.said;
          return goTo(reply, `${PAGES}/${at}`);
        }
        return page(reply, taken.status, { title, at: `${PAGES}/${at}` }, taken.content, session);
      });
    };
    other('new-code', '生成注册码', 'devices', takeCode);
    other('client', '第三方客户端', 'clients', takeClient);
    other('publisher', '登记签发单位', 'packs', takePublisher);
    other('pack', '导入规则包', 'packs', (_, given) => takeFile(hub, 'pack', given['file']));
    other('calendar', '导入日历', 'calendars', (_, given) => takeFile(hub, 'calendar', given['file']));
  });
}
