/** `verify-export`: for who received a sealed file (F45). Needs no hub; says whether it is whole, and by whose key it was sealed. */
import { createPublicKey, verify } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { Check } from 'typebox/value';
import { fingerprintOf, sealBytes, SealedShare } from '../../shared/exchange/referral-share.ts';
import { canonicalBytes, hashHex } from '../../shared/sync/canonical.ts';
import { Plain } from './explain.ts';
import { say } from './serve.ts';

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function signedBy({ key, sha256, sig }: SealedShare): boolean {
  try {
    const publicKey = createPublicKey({ key, format: 'jwk' });
    return verify(
      'sha256',
      sealBytes(sha256),
      { key: publicKey, dsaEncoding: 'ieee-p1363' },
      new Uint8Array(Buffer.from(sig, 'base64url')),
    );
  } catch {
    return false;
  }
}

export function verifyExportCommand(program: Command): void {
  program
    .command('verify-export <file>')
    .description('check a sealed file: its hash, the signature, and by which key')
    .option('--key <fingerprint>', 'the fingerprint that the hub told on paper')
    .action(async (file: string, { key }: { key?: string }) => {
      const share = parsed(await readFile(file, 'utf8'));
      if (!Check(SealedShare, share)) throw new Plain('这不是移送线索共享文件，或已损坏：请向发送方重新索取。');
      if (hashHex(canonicalBytes(share.content)) !== share.sha256)
        throw new Plain('内容与校验值不符，文件已被改动：请勿采用，并向发送方重新索取。');
      if (!signedBy(share)) throw new Plain('签名无效：请勿采用，并向发送方重新索取。');
      const fingerprint = fingerprintOf(share.key);
      if (key !== undefined && key.toLowerCase() !== fingerprint)
        throw new Plain(`签名密钥不是所给的那一个（文件中为 ${fingerprint}）：请与发送方当面核对。`);
      const { no, from, to, receiver, matters, withheld } = share.content;
      say(`文件完整，签名有效：第 ${no} 号，${from} 至 ${to}，接收机关 ${receiver}，工单 ${matters.length} 件，另行移交 ${withheld} 件`);
      say(`校验值 ${share.sha256}`);
      say(key === undefined ? `密钥指纹 ${fingerprint}：请与发送方书面告知的核对，或用 --key 给出` : '密钥指纹与所给的一致');
    });
}
