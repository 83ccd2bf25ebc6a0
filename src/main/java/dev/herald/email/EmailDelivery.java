package dev.herald.email;

import dev.herald.email.smtp.Deadline;
import dev.herald.message.Attempt;
import dev.herald.message.Delivery;
import dev.herald.message.LedgerId;
import dev.herald.message.Outcome;
import dev.herald.message.Progress;
import dev.herald.message.Recipient;
import dev.herald.message.Route;
import java.time.Instant;
import java.util.List;

/** One composed email and the preset that it goes through. */
final class EmailDelivery implements Delivery {
    private final SmtpAccount account;
    private final ComposedEmail email;
    private final LedgerId ledger;
    private final SmtpOutcomes outcomes;

    EmailDelivery(SmtpAccount account, ComposedEmail email, LedgerId ledger, SmtpOutcomes outcomes) {
        this.account = account;
        this.email = email;
        this.ledger = ledger;
        this.outcomes = outcomes;
    }

    @Override
    public Route route() {
        return account.route();
    }

    @Override
    public List<Recipient> recipients() {
        return email.envelope().recipients().stream().<Recipient>map(
                address -> new Recipient.Mailbox(address.field(), address.address(), address.asciiDomain())).toList();
    }

    @Override
    public long size() {
        return email.message().size();
    }

    @Override
    public int units() {
        return 1;
    }

    @Override
    public Sent send(Attempt attempt) {
        try (Deadline deadline = account.newDeadline()) {
            return new EmailAttempt(account, email, progress(attempt.progress()), attempt, deadline)
                    .run(outcomes);
        }
    }

    @Override
    public Outcome concluded(Progress progress) {
        return outcomes.concluded(progress(progress)).outcome();
    }

    private RecipientProgress progress(Progress before) {
        return new RecipientProgress(email.envelope().recipients(), before, ledger);
    }

    @Override
    public String messageId() {
        return email.messageId();
    }

    @Override
    public Search search(Instant since) {
        return new Search.NotFound();
    }

    @Override
    public String trace() {
        return "The mail server's log shows by its Message-ID whether it was.";
    }

    @Override
    public Outcome.Accepted assumeAccepted(Progress progress) {
        return outcomes.assumed(progress(progress));
    }
}
