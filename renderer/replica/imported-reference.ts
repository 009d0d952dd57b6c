/**
 * Rule packs and calendars that came as signed files (F05, art. 22; docs/adr/0008): verified by the city's key, held beside the
 * enrolment and in none of the feed's collections, so no digest sees them [sync P1]; the same document from the feed goes before.
 */
import { BehaviorSubject } from 'rxjs';
import type { Host } from '../../shared/host/contract.ts';
import type { CalendarDocument, RulePackDocument } from '../../shared/hotline/reference/documents.ts';
import { claimsToBeReference, parseReference, referenceBytes, seriesOf, type ReferenceFile } from '../../shared/sync/reference-file.ts';

type Content = RulePackDocument | CalendarDocument;

export function isPackOrCalendar(document: Readonly<{ _id: string }>): document is Content {
  return /^(pack|calendar):/u.test(document._id);
}

/** `checked` is to be shown before it is `take`n. */
export type Checked = Readonly<{ ok: true; file: ReferenceFile; text: string } | { ok: false; message: string }>;
export type Taken = Readonly<{ ok: true } | { ok: false; message: string }>;

const AGAIN = '请向签发单位重新拷贝后再导入。';

function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64url.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0));
}

async function signedBy(file: ReferenceFile, key: string): Promise<boolean> {
  try {
    const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
    const known = await crypto.subtle.importKey('raw', bytesOf(key), algorithm, false, ['verify']);
    const covered = new Uint8Array(referenceBytes(file));
    return await crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, known, bytesOf(file.sig), covered);
  } catch {
    return false;
  }
}

function isJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export class ImportedReference {
  readonly files = new BehaviorSubject<readonly ReferenceFile[]>([]);
  readonly #host: Host;
  /** What the feed has brought of the same kind. */
  readonly #held: () => readonly Content[];
  readonly #changed: () => Promise<void>;

  constructor(host: Host, held: () => readonly Content[], changed: () => Promise<void>) {
    this.#host = host;
    this.#held = held;
    this.#changed = changed;
  }

  /** Judged again each time: a file that was changed on the disk is not used. */
  async load(): Promise<void> {
    const { files } = await this.#host.call('reference.list', {});
    const good: ReferenceFile[] = [];
    for (const { text } of files) {
      const file = parseReference(text);
      if (file !== undefined && (await this.#fault(file)) === undefined) good.push(file);
    }
    this.files.next(good);
  }

  /** Lies under what the feed holds. */
  documents(): readonly Content[] {
    return this.files.value.map((file) => file.content);
  }

  async #fault(file: ReferenceFile): Promise<string | undefined> {
    const device = await this.#host.call('device.load', {});
    if (device === null) return '本机尚未注册，请先用管理员给的注册码注册本机。';
    if (file.hubId !== device.hubId)
      return `这份文件由“${file.publisher}”的另一个系统签发，不是本市的，没有导入。请向本市热线管理部门索取。`;
    if (device.hubKey === undefined) return '本机还不知道市级的公钥，无法核对签名。请联网登录一次，再来导入。';
    if (!(await signedBy(file, device.hubKey))) return `签名与市级公钥不符，文件可能被改动过或不是市级签发，没有导入。${AGAIN}`;
    return undefined;
  }

  /** The person chooses a file; nothing: they thought better of it. */
  async choose(): Promise<Checked | undefined> {
    const picked = await this.#host.call('reference.pick', {});
    if (picked.ok) return this.check(picked.text);
    if (picked.code === 'cancelled') return undefined;
    const message = picked.code === 'tooLarge' ? '文件太大，不是规则包或日历文件。请核对后重选。' : '文件读不出来。请检查 U 盘后重试。';
    return { ok: false, message };
  }

  async check(text: string): Promise<Checked> {
    const file = parseReference(text);
    if (file === undefined) {
      const message = claimsToBeReference(isJson(text))
        ? `文件已损坏，内容不完整，没有导入。${AGAIN}`
        : '这不是市级签发的规则包或日历文件。请核对 U 盘中的文件名后重选。';
      return { ok: false, message };
    }
    const fault = (await this.#fault(file)) ?? this.#older(file);
    return fault === undefined ? { ok: true, file, text } : { ok: false, message: fault };
  }

  #older(file: ReferenceFile): string | undefined {
    const series = seriesOf(file);
    const rivals = [...this.#held(), ...this.documents()].filter((one) => one._id.replace(/:\d+$/u, '') === series);
    const newest = Math.max(0, ...rivals.map((one) => one.version));
    if (newest > file.content.version) return `本机已有第 ${newest} 版，比文件中的第 ${file.content.version} 版新，不需要导入。`;
    return newest === file.content.version ? `本机已有第 ${newest} 版，与文件相同，不需要导入。` : undefined;
  }

  /** Verified once more: what was shown is what is taken. */
  async take(text: string): Promise<Taken> {
    const checked = await this.check(text);
    if (!checked.ok) return checked;
    const name = seriesOf(checked.file).replace(':', '-');
    const kept = await this.#host.call('reference.put', { name, text });
    if (!kept.ok)
      return {
        ok: false,
        message: kept.code === 'noRoom' ? '磁盘空间不足，没有导入。请清理磁盘后重试。' : '没能写入本机磁盘，没有导入。请重试。',
      };
    await this.load();
    await this.#changed();
    return { ok: true };
  }
}
