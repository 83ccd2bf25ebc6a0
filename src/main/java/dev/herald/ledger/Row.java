package dev.herald.ledger;

import dev.herald.message.MessageRef;
import dev.herald.message.Outcome;
import dev.herald.message.ProviderReply;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger knows about a message; times in milliseconds since 1970.
 *
 * @param owner who claimed it: {@code <process>/<number>}, never twice the same
 * @param firstAttemptAt since when patience counts; null lets it start anew
 * @param messageId of an accepted message
 * @param details of an accepted message, or what is known of an unconfirmed one
 * @param settledAt null while claimed
 */
record Row(MessageRef ref, State state, String owner, long claimedAt, long leaseUntil, @Nullable Long firstAttemptAt,
        int attempts, @Nullable String messageId, Map<String, Object> details, @Nullable Long settledAt) {

    enum State {
        CLAIMED, RELEASED, ACCEPTED, QUEUED, UNCONFIRMED;

        static State of(String column) {
            return valueOf(column.toUpperCase(Locale.ROOT));
        }

        String column() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Row claimed(MessageRef ref, String owner, long now, Duration lease) {
        return new Row(ref, State.CLAIMED, owner, now, now + lease.toMillis(), now, 1, null, Map.of(), null);
    }

    Row attempt(int number, long first) {
        return new Row(ref, state, owner, claimedAt, leaseUntil, first, number, messageId, details, settledAt);
    }

    /** The row once the outcome is known. */
    Row settled(Outcome outcome, long now) {
        return switch (outcome) {
            case Outcome.Accepted(String id, Map<String, Object> more) ->
                new Row(ref, State.ACCEPTED, owner, claimedAt, leaseUntil, firstAttemptAt, attempts, id, more, now);
            case Outcome.Queued() -> with(State.QUEUED, Map.of(), now);
            case Outcome.Unconfirmed(String reason, Map<String, Object> known, ProviderReply reply) ->
                unconfirmed(known, now);
            case Outcome.Resend o -> unconfirmed(Map.of(), now);
            case Outcome.Deferred o -> released(now, null, attempts);
            case Outcome.Unavailable o -> released(now);
            case Outcome.Skipped() -> released(now, null, 0);
            case Outcome.Refused refused -> released(now, null, 0);
            case Outcome.Misconfigured o -> released(now, null, 0);
            case Outcome.OutOfPatience o -> released(now, null, 0);
        };
    }

    /** The row of a claim under which nothing was sent. */
    Row released(long now) {
        return released(now, firstAttemptAt, attempts);
    }

    /** The row of a claim about which nobody knows whether it was sent. */
    Row unconfirmed(Map<String, Object> known, long now) {
        return with(State.UNCONFIRMED, known, now);
    }

    Claim granted() {
        return new Claim.Granted(attempts, Instant.ofEpochMilli(firstAttemptAt == null ? claimedAt : firstAttemptAt));
    }

    /** The outcome of an accepted or queued message. */
    Outcome outcome() {
        return messageId == null ? new Outcome.Queued() : new Outcome.Accepted(messageId, details);
    }

    Duration lease() {
        return Duration.ofMillis(leaseUntil - claimedAt);
    }

    private Row with(State newState, Map<String, Object> known, long now) {
        return new Row(ref, newState, owner, claimedAt, leaseUntil, firstAttemptAt, attempts, null, known, now);
    }

    private Row released(long now, @Nullable Long since, int attempt) {
        return new Row(ref, State.RELEASED, owner, claimedAt, leaseUntil, since, attempt, null, Map.of(), now);
    }
}
