/** `encodePosition` by the machine's own base64: a position stands in every row of a page [sync F2]. Positions are ASCII, as there. */
import type { Channel } from '../../shared/sync/channels.ts';
import type { Position } from '../../shared/sync/position.ts';

/** Bytes that become four letters of base64, whatever stands around them. */
const GROUP = 3;

const base64 = (text: string): string => Buffer.from(text, 'latin1').toString('base64url');

export function positionText(position: Position): string {
  return base64(JSON.stringify(position));
}

/** The texts of positions that differ from this one by the seq of one of its channels, as a page's rows do: the rest is written once. */
export function positionTexts(position: Position, channel: Channel): (seq: number) => string {
  const { epoch, audience, channels, begun } = position;
  const names = Object.keys(channels);
  const at = names.indexOf(channel);
  const member = (name: Channel): string => `${JSON.stringify(name)}:${channels[name] ?? 0}`;
  const opening = JSON.stringify({ epoch, audience }).slice(0, -1);
  const earlier = names.slice(0, at).map((name) => `${member(name)},`);
  const later = names.slice(at + 1).map((name) => `,${member(name)}`);
  const before = `${opening},"channels":{${earlier.join('')}${JSON.stringify(channel)}:`;
  const after = `${later.join('')}}${begun === undefined ? '' : `,"begun":${JSON.stringify(begun)}`}}`;

  const whole = before.length - (before.length % GROUP);
  const [head, rest] = [base64(before.slice(0, whole)), before.slice(whole)];
  // What follows the seq is encoded anew only where its length moves the groups of three.
  const tails = new Map<number, string>();
  return (seq) => {
    const middle = `${rest}${seq}`;
    const borrowed = (GROUP - (middle.length % GROUP)) % GROUP;
    let tail = tails.get(borrowed);
    if (tail === undefined) {
      tail = base64(after.slice(borrowed));
      tails.set(borrowed, tail);
    }
    return head + base64(middle + after.slice(0, borrowed)) + tail;
  };
}
