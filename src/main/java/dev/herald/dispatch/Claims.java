package dev.herald.dispatch;

import dev.herald.ledger.Claim;
import dev.herald.ledger.Ledger;
import dev.herald.ledger.LedgerUnavailableException;
import dev.herald.message.Email;
import dev.herald.message.HandoverMark;
import dev.herald.message.LedgerId;
import dev.herald.message.MessageRef;
import dev.herald.message.Outcome;
import dev.herald.message.Outcome.Misconfigured;
import dev.herald.message.Outcome.Unconfirmed;
import dev.herald.message.Progress;
import dev.herald.message.Sms;
import dev.herald.message.file.Attachment;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ledger as the way of a message sees it: what it says, and that it says nothing, is an outcome, too. */
final class Claims {
    private static final Logger LOG = LoggerFactory.getLogger(Claims.class);
    /** What is said of an acceptance that nobody saw. */
    static final Map<String, Object> ASSUMED = Map.of("assumed", true);
    private static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);

    private final Ledger ledger;
    private final LedgerId id;
    private final Pacing pacing;

    /** @param id what only the ledger can make something with */
    Claims(Ledger ledger, LedgerId id, Pacing pacing) {
        this.ledger = ledger;
        this.id = id;
        this.pacing = pacing;
    }

    Report claim(Action action, Duration lease, Function<Claim, Report> answer) {
        return unlessDown(action.ref(), () -> ledger.claim(action.ref(), fingerprint(action), lease), answer);
    }

    Report find(MessageRef ref, Function<Optional<Claim.Standing>, Report> answer) {
        return unlessDown(ref, () -> ledger.find(ref), answer);
    }

    private <T> Report unlessDown(MessageRef ref, Supplier<T> question, Function<T, Report> answer) {
        try {
            T said = question.get();
            pacing.ledgerAnswered();
            return answer.apply(said);
        } catch (LedgerUnavailableException e) {
            return pacing.ledgerDown(ref, String.valueOf(e.getMessage()));
        }
    }

    /** @see Ledger#reclaim */
    Claim reclaim(Action action, Duration lease, Instant patientSince) {
        return ledger.reclaim(action.ref(), fingerprint(action), lease, patientSince);
    }

    private String fingerprint(Action action) {
        return id.mac("message", switch (action.message()) {
            case Email email -> String.join("\n", String.join("\n", email.recipient()), String.join("\n", email.cc()),
                    String.join("\n", email.bcc()), email.subject(), email.body(),
                    email.attachments().stream().map(Attachment::filename).collect(Collectors.joining("\n")));
            case Sms sms -> String.join("\n", sms.phoneNumber(), sms.text(), String.join("\n", sms.mediaUrls()));
        });
    }

    /** @see Ledger#noteUnconfirmed */
    void noteUnconfirmed(MessageRef ref) {
        ledger.noteUnconfirmed(ref);
    }

    /** The mark of a claimed message. */
    Mark mark(MessageRef ref) {
        return new Mark(ref);
    }

    /** Notes the outcome; what has happened has happened, whatever the ledger says. */
    Outcome settled(MessageRef ref, Outcome outcome, Progress progress) {
        try {
            ledger.settle(ref, outcome, progress);
        } catch (LedgerUnavailableException e) {
            LOG.warn("The ledger did not take the outcome of job {}; it will be asked again", ref.jobKey());
        }
        return outcome;
    }

    /** Gives a claim back under which nothing was tried. */
    void givenBack(MessageRef ref) {
        try {
            ledger.giveBack(ref);
        } catch (LedgerUnavailableException e) {
            LOG.warn("The ledger did not take back the claim of job {}; it will be asked again", ref.jobKey());
        }
    }

    /**
     * Leaves the attempt to an operator, who is told of it.
     *
     * @param more what else is known, in sentences
     */
    Report unconfirmed(MessageRef ref, Claim.Unconfirmed attempt, String more) {
        noteUnconfirmed(ref);
        String reason = "an attempt ended without an answer from the provider: the message may have been sent"
                + (attempt.noted() ? ", and onUnconfirmed does not say what to do. " : ". ") + more;
        return Report.of(new Unconfirmed(reason.strip(), attempt.details()), attempt.attempts());
    }

    Report held(Claim.Held held) {
        Duration remaining = pacing.until(held.until());
        return Report.of(pacing.waited("Another worker is about this message.", held.since(),
                remaining.compareTo(SHORTEST_WAIT) > 0 ? remaining : SHORTEST_WAIT), held.since());
    }

    static Report foreign(Claim.Foreign claim) {
        return Report.of(new Misconfigured(claim.same()
                ? "herald.ledger.cluster: the ledger knows this message from before the Zeebe cluster was set up anew, or lost"
                        + " the mark by which Herald knows it. Nothing was sent now. If the cluster is new, set"
                        + " herald.ledger.cluster to a name that it did not have before, and start Herald again; if it is"
                        + " not, set the variable onUnconfirmed to \"assume-sent\", or to \"resend\" where the message did"
                        + " not arrive"
                : "herald.ledger.cluster: the ledger knows this job's key as that of another message, from another Zeebe"
                        + " cluster, or from before the cluster was set up anew. Nothing was sent. Give each cluster a ledger"
                        + " of its own (spring.datasource.url); where the cluster was set up anew, set"
                        + " herald.ledger.cluster to a name that it did not have before, and start Herald again"));
    }

    /** What one attempt sets before its point of no return. */
    final class Mark implements HandoverMark {
        private final MessageRef ref;
        private volatile @Nullable Progress before;

        private Mark(MessageRef ref) {
            this.ref = ref;
        }

        @Override
        public void set(Progress certain) throws NotNotedException {
            try {
                ledger.handOver(ref, certain);
                before = certain;
            } catch (LedgerUnavailableException e) {
                throw new NotNotedException(e.getMessage() + " Nothing was sent.", e);
            }
        }

        /** What was certain when it was last set; null where it was not. */
        @Nullable
        Progress before() {
            return before;
        }
    }
}
