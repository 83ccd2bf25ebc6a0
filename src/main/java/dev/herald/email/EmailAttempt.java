package dev.herald.email;

import dev.herald.email.address.Envelope;
import dev.herald.email.smtp.Deadline;
import dev.herald.email.smtp.Extensions;
import dev.herald.email.smtp.SmtpConnection;
import dev.herald.email.smtp.SmtpException;
import dev.herald.email.smtp.SmtpTransaction;
import dev.herald.message.Attempt;
import dev.herald.message.Delivery.Sent;
import dev.herald.message.HandoverMark.NotNotedException;
import dev.herald.message.Outcome;
import java.time.Duration;
import java.util.Optional;

/** One attempt to send an email, in as many transactions as the server's limit of recipients asks for. */
final class EmailAttempt {
    private final SmtpAccount account;
    private final ComposedEmail email;
    private final RecipientProgress recipients;
    private final Attempt attempt;
    private final Deadline deadline;

    EmailAttempt(SmtpAccount account, ComposedEmail email, RecipientProgress recipients, Attempt attempt,
            Deadline deadline) {
        this.account = account;
        this.email = email;
        this.recipients = recipients;
        this.attempt = attempt;
        this.deadline = deadline;
    }

    Sent run(SmtpOutcomes outcomes) {
        try {
            while (!recipients.untried().isEmpty()) {
                Optional<Outcome.Refused> refused = transact();
                if (refused.isPresent()) {
                    return outcomes.of(refused.get(), recipients);
                }
                if (!recipients.untried().isEmpty() && isHalfOver()) {
                    return outcomes.interrupted(recipients);
                }
            }
            return outcomes.of(recipients);
        } catch (NotNotedException e) {
            return new Sent(new Outcome.Unavailable(String.valueOf(e.getMessage()), Duration.ZERO),
                    recipients.progress());
        } catch (SmtpException e) {
            return outcomes.of(e, deadline.isExpired(), recipients);
        }
    }

    /** So that no transaction begins which the deadline may end where nobody knows what came of it. */
    private boolean isHalfOver() {
        return deadline.left().compareTo(account.route().sendDeadline().dividedBy(2)) < 0;
    }

    /**
     * Over an idle connection if there is one. If that turns out to have ended meanwhile, or what the server says may be
     * about it, or commands sent together to confuse the server, a new one takes its place: nothing of the message was handed
     * over.
     */
    private Optional<Outcome.Refused> transact() throws SmtpException, NotNotedException {
        SmtpConnection connection = account.pool().pollIdle();
        account.pool().keep(attempt.spare());
        while (true) {
            if (connection == null) {
                connection = account.connector().open(deadline);
            }
            boolean reused = connection.isReused();
            try {
                return over(connection, reused);
            } catch (SmtpException e) {
                boolean worthAnother = reused
                        ? e.mayBeOfTheConnection()
                        : account.pipelining().isSuspectedBy(e, connection);
                if (deadline.isExpired() || !worthAnother) {
                    throw e;
                }
                connection = null;
            }
        }
    }

    private Optional<Outcome.Refused> over(SmtpConnection connection, boolean reused)
            throws SmtpException, NotNotedException {
        connection.guardWith(deadline);
        try {
            Extensions server = connection.extensions();
            Optional<Outcome.Refused> refused = email.refusedBy(server);
            if (refused.isEmpty()) {
                run(connection, reused, email.envelopeFor(recipients.untried(), server));
            }
            return refused;
        } catch (SmtpException e) {
            if (reused && e.mayBeOfTheConnection()) {
                connection.retire();
            }
            throw e;
        } finally {
            deadline.release();
            if (deadline.isExpired()) {
                connection.retire();
            }
            account.pool().giveBack(connection);
        }
    }

    private void run(SmtpConnection connection, boolean reused, Envelope told)
            throws SmtpException, NotNotedException {
        SmtpTransaction transaction = new SmtpTransaction(connection, account.pipelining().isUsedOver(connection), told,
                email.message()::writeTo, deadline);
        if (!told.recipients().isEmpty()) {
            Extensions server = connection.extensions();
            transaction.run(email.mailParameters(server, told), to -> email.rcptParameters(server, to), () -> {
                recipients.noteRefusals(told.recipients(), transaction.refused());
                attempt.mark().set(recipients.progress());
            });
        }
        Optional<SmtpException> refusal = transaction.refusalOfAllForNow();
        if (reused && refusal.isPresent()) {
            throw refusal.get();
        }
        recipients.noteEnd(told.recipients(), transaction.refused());
    }
}
