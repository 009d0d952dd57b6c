/** Serves the built screen and the demonstration's codes on 127.0.0.1; port 0 takes any free one. */
export function serveDemo(root: string, demo: string, port: number): Promise<{ address: string; close: () => void }>;
