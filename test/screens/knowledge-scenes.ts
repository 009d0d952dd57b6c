/** The knowledge base, found in a complainant's words; and an identifier that somebody asked to see. */
import type { ElectronDesk } from '../support/electron-desk.ts';
import type { Camera } from './camera.ts';
import { closePanel, firstOf, panel } from './steps.ts';

export async function knowledgeOnline(camera: Camera, desk: ElectronDesk): Promise<void> {
  const { page } = desk;
  await panel(desk, 'knowledge', '知识库');
  await camera.shoot(desk, 'online', 'knowledge-all');
  await page.getByLabel('查找知识条目').fill('家里暖气不热，怎么测温');
  await page.locator('.knowledge-entry summary').first().click();
  await camera.shoot(desk, 'online', 'knowledge-found');
  await page.getByLabel('查找知识条目').fill('钢琴调音');
  await camera.shoot(desk, 'empty', 'knowledge-nothing');
  await closePanel(desk);
  await firstOf(desk, 'all');
  await camera.shoot(desk, 'online', 'ticket-identifiers-masked');
  await page.getByRole('button', { name: '显示联系电话' }).click();
  await page.getByRole('button', { name: '隐藏联系电话' }).waitFor();
  await camera.shoot(desk, 'online', 'ticket-identifier-shown');
}
