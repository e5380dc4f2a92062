export async function writeBatchReport(_: { out: string; html: string; input?: string }): Promise<void> {}
