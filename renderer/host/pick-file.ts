/** A file of the person's choice in a plain browser. */
import type { HostResult } from '../../shared/host/contract.ts';

export function pickFile(accept: string, most: number): Promise<HostResult<'reference.pick'>> {
  return new Promise((resolve) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.accept = accept;
    input.addEventListener('cancel', () => {
      resolve({ ok: false, code: 'cancelled' });
    });
    input.addEventListener('change', () => {
      const file = input.files?.[0];
      if (file === undefined) resolve({ ok: false, code: 'cancelled' });
      else if (file.size > most) resolve({ ok: false, code: 'tooLarge' });
      else
        file.text().then(
          (text) => {
            resolve({ ok: true, name: file.name, text });
          },
          () => {
            resolve({ ok: false, code: 'io' });
          },
        );
    });
    input.click();
  });
}
