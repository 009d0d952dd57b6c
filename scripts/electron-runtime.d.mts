/** The folder of the runtime, or nothing where there is none. */
export function electronDist(): string | undefined;
export function electronRuntime(): Promise<void>;
