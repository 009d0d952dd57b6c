/** Art. 9(1): named to the caller at once, and on the paper that goes to the services. */
export const EMERGENCY_NUMBERS: readonly (readonly [number: string, what: string])[] = [
  ['110', '公安报警'],
  ['119', '火灾救援'],
  ['120', '医疗急救'],
  ['122', '交通事故'],
];
