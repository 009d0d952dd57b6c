/** What was told to the services of an event (art. 9(1); F24), as the ticket keeps it: each call with its receiver and the answer. */
import Type, { type Static } from 'typebox';
import { ActionId, Instant, PersonId, UnitCode } from './ids.ts';
import { closed, oneOf, text } from './schema-builders.ts';

export const EMERGENCY_SERVICES = ['emergency', 'fire', 'health', 'police'] as const;
/** 自然灾害、事故灾难、公共卫生事件、社会安全事件 */
export const EVENT_CLASSES = ['natural', 'accident', 'health', 'security'] as const;

/** `harmed`, `event`, `answer`: absent until somebody knows. */
export const EmergencyCall = Type.Object(
  {
    action: ActionId,
    by: PersonId,
    unit: Type.Optional(UnitCode),
    service: oneOf(EMERGENCY_SERVICES),
    receiver: text(60),
    at: Instant,
    event: Type.Optional(oneOf(EVENT_CLASSES)),
    harmed: Type.Optional(text(200)),
    answer: Type.Optional(text(300)),
    note: Type.Optional(text(2000)),
  },
  closed,
);
export type EmergencyCall = Readonly<Static<typeof EmergencyCall>>;
