package dev.herald.email;

import dev.herald.email.address.Envelope;
import dev.herald.email.smtp.Deadline;
import dev.herald.email.smtp.Extensions;
import dev.herald.email.smtp.SmtpConnection;
import dev.herald.email.smtp.SmtpException;
import dev.herald.email.smtp.SmtpTransaction;
import dev.herald.message.Attempt;
import dev.herald.message.Delivery;
import dev.herald.message.HandoverMark;
import dev.herald.message.Outcome;
import dev.herald.message.Progress;
import dev.herald.message.Recipient;
import dev.herald.message.Route;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One composed email and the preset that it goes through. */
final class EmailDelivery implements Delivery {
    private final SmtpAccount account;
    private final ComposedEmail email;
    private final SmtpOutcomes outcomes;

    EmailDelivery(SmtpAccount account, ComposedEmail email) {
        this.account = account;
        this.email = email;
        this.outcomes = new SmtpOutcomes(account.route().setting(), email);
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
    public int units() {
        return 1;
    }

    @Override
    public Sent send(Attempt attempt) {
        try (Deadline deadline = account.newDeadline()) {
            try {
                return new Sent(send(attempt, deadline));
            } catch (HandoverMark.NotNotedException e) {
                return new Sent(new Outcome.Unavailable(String.valueOf(e.getMessage()), Duration.ZERO));
            } catch (SmtpException e) {
                return new Sent(outcomes.of(e, deadline.isExpired()));
            }
        }
    }

    @Override
    public Outcome concluded(Progress progress) {
        return assumeAccepted();
    }

    @Override
    public String messageId() {
        return email.messageId();
    }

    /**
     * Over an idle connection if there is one. If that turns out to have ended meanwhile, or commands sent together to confuse
     * the server, a new one takes its place: nothing of the message was handed over.
     */
    private Outcome send(Attempt attempt, Deadline deadline) throws SmtpException, HandoverMark.NotNotedException {
        SmtpConnection connection = account.pool().pollIdle();
        account.pool().keep(attempt.spare());
        while (true) {
            if (connection == null) {
                connection = account.connector().open(deadline);
            }
            try {
                return transact(connection, attempt, deadline);
            } catch (SmtpException e) {
                if (deadline.isExpired() || !isWorthAnother(e, connection)) {
                    throw e;
                }
                connection = null;
            }
        }
    }

    private boolean isWorthAnother(SmtpException e, SmtpConnection ended) {
        return e.endsConnection() && e.phase().isBeforeMessage()
                && (ended.isReused() || account.pipelining().isSuspectedBy(e, ended));
    }

    private Outcome transact(SmtpConnection connection, Attempt attempt, Deadline deadline)
            throws SmtpException, HandoverMark.NotNotedException {
        connection.guardWith(deadline);
        try {
            Extensions server = connection.extensions();
            Optional<Outcome.Refused> refused = email.refusedBy(server);
            if (refused.isPresent()) {
                return refused.get();
            }
            boolean pipelined = account.pipelining().isUsedOver(connection);
            Envelope told = email.envelopeFor(server);
            return run(new SmtpTransaction(connection, pipelined, told, email.message()::writeTo, deadline), told,
                    email.mailParameters(server, told), attempt);
        } finally {
            deadline.release();
            if (deadline.isExpired()) {
                connection.retire();
            }
            account.pool().giveBack(connection);
        }
    }

    private Outcome run(SmtpTransaction transaction, Envelope told, List<String> mailParameters, Attempt attempt)
            throws SmtpException, HandoverMark.NotNotedException {
        try {
            transaction.run(mailParameters, () -> attempt.mark().set(attempt.progress()));
            return outcomes.of(told, transaction.refused());
        } catch (SmtpException e) {
            throw e.after(outcomes.rejected(told, transaction.refused()));
        }
    }

    @Override
    public Search search(Instant since) {
        return new Search.NotFound();
    }

    @Override
    public String trace() {
        return "Its Message-ID begins with " + email.message().idPrefix() + ".";
    }

    @Override
    public Outcome.Accepted assumeAccepted() {
        return new Outcome.Accepted(email.messageId(), Map.of());
    }
}
