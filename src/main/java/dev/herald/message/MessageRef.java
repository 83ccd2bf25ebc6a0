package dev.herald.message;

/**
 * What identifies a message over all attempts: the Zeebe job that asked for it.
 *
 * @param jobKey stays the same when the job is retried
 * @param processInstanceKey the flow that the message counts for
 */
public record MessageRef(long jobKey, long processInstanceKey) {}
