package dev.herald.message;

/**
 * The Zeebe cluster that jobs come from. Two clusters give the same keys to different jobs; what a ledger leaves in its own
 * tells them apart.
 */
public interface Cluster {

    /** Whether a cluster knows a mark. */
    enum Memory {
        KNOWN, UNKNOWN,
        /** Herald has no right to ask. */
        UNTOLD
    }

    /** Where a mark is left by default. */
    String tenantId();

    /**
     * Whether the mark was left here. Leaves nothing.
     *
     * @throws RuntimeException where the cluster does not answer
     */
    Memory memoryOf(String mark, String tenantId);

    /**
     * Leaves a mark, for as long as the cluster lives.
     *
     * @throws RuntimeException where the cluster may not have taken it
     */
    void leave(String mark, String tenantId);
}
