package dev.herald.benchmark.local;

import dev.herald.message.Cluster;
import dev.herald.message.MessageRef;

/** A cluster that knows every ledger. */
public final class KnownCluster implements Cluster {

    @Override
    public String tenantId() {
        return MessageRef.DEFAULT_TENANT;
    }

    @Override
    public Memory memoryOf(String mark, String tenantId) {
        return Memory.KNOWN;
    }

    @Override
    public void leave(String mark, String tenantId) {
        // it is known
    }
}
