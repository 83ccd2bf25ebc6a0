package dev.herald.message;

/**
 * What identifies a message over all attempts: the Zeebe job that asked for it.
 *
 * @param jobKey stays the same when the job is retried
 * @param processInstanceKey the flow that the message counts for
 * @param tenantId whose process asked for it
 */
public record MessageRef(long jobKey, long processInstanceKey, String tenantId) {
    /** The tenant of everything in a cluster without multi-tenancy. */
    public static final String DEFAULT_TENANT = "<default>";

    public MessageRef(long jobKey, long processInstanceKey) {
        this(jobKey, processInstanceKey, DEFAULT_TENANT);
    }

    /** Whether both stand for the same message: keys tell that, whatever else is known. */
    public boolean isSame(MessageRef other) {
        return jobKey == other.jobKey && processInstanceKey == other.processInstanceKey;
    }
}
