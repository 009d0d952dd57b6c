/** HTML in which everything that is not written here is escaped: a name, a reason or a ticket's words are never markup. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Part = Html | string | number | undefined | false | readonly Part[];

function textOf(part: Part): string {
  if (part === undefined || part === false) return '';
  if (part instanceof Html) return part.text;
  if (typeof part === 'object') return part.map(textOf).join('');
  return String(part).replace(/[&<>"']/gu, (one) => `&#${one.codePointAt(0) ?? 0};`);
}

export function html(texts: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(texts.map((text, at) => text + textOf(parts[at])).join(''));
}

export type Column = Readonly<{ name: string; wide?: true }>;

/** A table with its caption, or what to do where there is nothing. */
export function table(caption: string, columns: readonly (string | Column)[], rows: readonly (readonly Part[])[], empty: Part): Html {
  if (rows.length === 0) return html`<p class="empty">${empty}</p>`;
  const named = columns.map((one) => (typeof one === 'string' ? { name: one } : one));
  const head = named.map(({ name, wide }) => html`<th scope="col" ${wide === true && new Html(' class="wide"')}>${name}</th>`);
  const body = rows.map(
    (cells) =>
      html`<tr>
        ${cells.map((cell, at) => (at === 0 ? html`<th scope="row">${cell}</th>` : html`<td>${cell}</td>`))}
      </tr> `,
  );
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}">
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${head}
        </tr>
      </thead>
      <tbody>
        ${body}
      </tbody>
    </table>
  </div>`;
}

export function facts(rows: readonly (readonly [string, Part])[]): Html {
  return html`<dl>
    ${rows.map(
      ([name, value]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;
}

/** Into an address: each value by itself. */
export function query(path: string, values: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(values).filter((one): one is [string, string] => one[1] !== undefined && one[1] !== '');
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given).toString()}`;
}

export function link(to: string, words: Part): Html {
  return html`<a href="${to}">${words}</a>`;
}
