/** The folder of the runtime, or nothing where there is none. */
export function electronDist(): string | undefined;
/** Whether the runtime starts here: a missing library, or a foreign machine, shows at once. */
export function electronStarts(): boolean;
export function electronRuntime(): Promise<void>;
