package dev.herald.ledger;

import dev.herald.message.MessageRef;
import dev.herald.message.Outcome;
import dev.herald.message.Progress;
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
 * @param progress what is certain for some of its recipients
 * @param messageId of an accepted message
 * @param details of an accepted message, or what is known of an unconfirmed one
 * @param settledAt when its state came about; null while pending
 */
record Row(MessageRef ref, Origin origin, State state, String owner, long claimedAt, long leaseUntil,
        @Nullable Long firstAttemptAt,
        int attempts, Progress progress, @Nullable String messageId, Map<String, Object> details,
        @Nullable Long settledAt) {

    enum State {
        /** Claimed, and nothing was handed over. */
        PENDING,
        /** Claimed, and only the provider knows whether it was sent. */
        HANDED_OVER, RELEASED, ACCEPTED, QUEUED, UNCONFIRMED;

        static State of(String column) {
            return valueOf(column.toUpperCase(Locale.ROOT));
        }

        String column() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What tells messages with the same keys apart.
     *
     * @param epoch of which cluster they are
     * @param fingerprint keyed hash of recipients and content; null where it was not noted
     */
    record Origin(long epoch, @Nullable String fingerprint) {}

    /** @param patientSince since when patience counts, unless that is known from an earlier attempt */
    static Row claimed(MessageRef ref, Origin origin, String owner, long now, Duration lease, long patientSince) {
        return new Row(ref, origin, State.PENDING, owner, now, now + lease.toMillis(), patientSince, 1, Progress.NONE,
                null,
                Map.of(), null);
    }

    Row attempt(int number, long first, Progress achieved) {
        return new Row(ref, origin, state, owner, claimedAt, leaseUntil, first, number, achieved, messageId, details,
                settledAt);
    }

    /** Whether nothing was handed over under it. */
    boolean isUntouched() {
        return (state == State.RELEASED || state == State.PENDING) && progress.equals(Progress.NONE);
    }

    Row handedOver(Progress before, long now) {
        return with(State.HANDED_OVER, before, Map.of(), now);
    }

    /** The row once the outcome is known. */
    Row settled(Outcome outcome, Progress achieved, long now) {
        return switch (outcome) {
            case Outcome.Accepted(String id, Map<String, Object> more) ->
                new Row(ref, origin, State.ACCEPTED, owner, claimedAt,
                        leaseUntil, firstAttemptAt, attempts, achieved, id, more, now);
            case Outcome.Queued() -> with(State.QUEUED, achieved, Map.of(), now);
            case Outcome.Unconfirmed unknown -> with(State.UNCONFIRMED, achieved, unknown.details(), now);
            case Outcome.Resend o -> with(State.UNCONFIRMED, achieved, Map.of(), now);
            case Outcome.Deferred o -> with(State.RELEASED, achieved, Map.of(), now);
            case Outcome.Unavailable o -> with(State.RELEASED, achieved, Map.of(), now);
            case Outcome.Skipped() -> forgiven(achieved, now);
            case Outcome.Refused refused -> forgiven(achieved, now);
            case Outcome.Misconfigured o -> forgiven(achieved, now);
            case Outcome.OutOfPatience o -> forgiven(achieved, now);
        };
    }

    Claim.Granted granted() {
        return new Claim.Granted(tried());
    }

    Claim.Attempts tried() {
        return new Claim.Attempts(attempts, Instant.ofEpochMilli(firstAttemptAt == null ? claimedAt : firstAttemptAt),
                progress);
    }

    /** The outcome of an accepted or queued message. */
    Outcome outcome() {
        return messageId == null ? new Outcome.Queued() : new Outcome.Accepted(messageId, details);
    }

    Duration lease() {
        return Duration.ofMillis(leaseUntil - claimedAt);
    }

    private Row with(State newState, Progress achieved, Map<String, Object> known, long now) {
        return new Row(ref, origin, newState, owner, claimedAt, leaseUntil, firstAttemptAt, attempts, achieved, null,
                known,
                now);
    }

    /** Released, and the next attempt is the first. */
    private Row forgiven(Progress achieved, long now) {
        return new Row(ref, origin, State.RELEASED, owner, claimedAt, leaseUntil, null, 0, achieved, null, Map.of(),
                now);
    }
}
