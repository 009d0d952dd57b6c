/** A desk's position in its channels' logs [sync F2]: opaque on the wire. */
import Type, { type Static } from 'typebox';
import { Check } from 'typebox/value';
import { Audience } from '../hotline/roles.ts';

export const Position = Type.Object(
  {
    epoch: Type.String({ maxLength: 40 }),
    audience: Audience,
    channels: Type.Record(Type.String({ maxLength: 80 }), Type.Integer({ minimum: 0 })),
    /** For a channel still in its first pages: its head when they began. What had left by then is never named [sync F5]. */
    begun: Type.Optional(Type.Record(Type.String({ maxLength: 80 }), Type.Integer({ minimum: 0 }))),
  },
  { additionalProperties: false },
);
export type Position = Readonly<Static<typeof Position>>;

/** Base64url of JSON: compact enough for a URL with sixteen channels, and of no meaning to a client. */
export function encodePosition(position: Position): string {
  return btoaUrl(JSON.stringify(position));
}

/** `undefined` for anything that is not a position: the feed answers it as a rewound one [sync F6]. */
export function decodePosition(text: string): Position | undefined {
  try {
    const value: unknown = JSON.parse(atobUrl(text));
    return Check(Position, value) ? value : undefined;
  } catch {
    return undefined;
  }
}

// Positions are ASCII (codes, ULIDs, hexadecimal), so btoa needs no byte encoding.
declare function btoa(text: string): string;
declare function atob(text: string): string;

function btoaUrl(text: string): string {
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function atobUrl(text: string): string {
  return atob(text.replaceAll('-', '+').replaceAll('_', '/'));
}
