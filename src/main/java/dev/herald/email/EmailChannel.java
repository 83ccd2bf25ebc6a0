package dev.herald.email;

import dev.herald.email.address.AddressParser;
import dev.herald.email.address.Addresses;
import dev.herald.email.address.EmailAddress;
import dev.herald.email.address.Envelope;
import dev.herald.email.address.InvalidFieldException;
import dev.herald.email.mime.BusyException;
import dev.herald.email.mime.ComposedMessage;
import dev.herald.email.mime.MessageComposer;
import dev.herald.email.smtp.SmtpReply;
import dev.herald.message.Channel;
import dev.herald.message.Email;
import dev.herald.message.ErrorCode;
import dev.herald.message.LedgerId;
import dev.herald.message.MessageRef;
import dev.herald.message.Outcome;
import dev.herald.message.ProviderReply;
import dev.herald.message.text.TooLargeException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Email over the configured presets. */
final class EmailChannel implements Channel<Email> {
    private static final Duration UNREADABLE_PAUSE = Duration.ofSeconds(10);

    private final SmtpAccounts accounts;
    private final MessageComposer composer;
    private final LedgerId ledger;

    EmailChannel(SmtpAccounts accounts, MessageComposer composer, LedgerId ledger) {
        this.accounts = accounts;
        this.composer = composer;
        this.ledger = ledger;
    }

    @Override
    public Preparation prepare(Email email, MessageRef ref) {
        Optional<SmtpAccount> found = accounts.find(email.preset());
        if (found.isEmpty()) {
            return new Preparation.NotSendable(accounts.missing(email.preset()));
        }
        SmtpAccount account = found.get();
        try {
            EmailAddress sender = sender(email, account);
            Optional<String> forbidden = account.permissions().violation(email, sender, ref);
            if (forbidden.isPresent()) {
                return refused(ErrorCode.NOT_ALLOWED, forbidden.get());
            }
            Addresses addresses = Addresses.of(email, sender);
            ComposedMessage message = composer.compose(email, addresses, account.maxAttachmentSize().toBytes(), ref);
            Reporting reporting = account.reporting();
            EmailAddress bouncesTo = reporting == null ? sender : reporting.sender(ref.jobKey());
            return new Preparation.Ready(new EmailDelivery(account,
                    new ComposedEmail(message, new Envelope(bouncesTo, addresses.recipients()), ref, reporting), ledger,
                    new SmtpOutcomes(account.reasons(), message.messageId(), reply -> quote(reply, email))));
        } catch (InvalidFieldException | TooLargeException e) {
            return refused(ErrorCode.INVALID_REQUEST, String.valueOf(e.getMessage()));
        } catch (BusyException e) {
            return new Preparation.NotSendable(new Outcome.Unavailable(String.valueOf(e.getMessage()), Duration.ZERO));
        } catch (IOException e) {
            return new Preparation.NotSendable(
                    new Outcome.Unavailable("attachments: one of them can't be read", UNREADABLE_PAUSE));
        }
    }

    private static ProviderReply quote(SmtpReply reply, Email email) {
        List<String> texts = new ArrayList<>(List.of(email.subject(), email.body()));
        Stream.of(email.recipient(), email.cc(), email.bcc(), email.replyTo(), email.headers().values())
                .forEach(texts::addAll);
        email.attachments().forEach(file -> texts.add(file.filename()));
        if (email.sender() != null) {
            texts.add(email.sender());
        }
        return ProviderReply.quoting(reply.toString(), reply.words(), texts);
    }

    private static EmailAddress sender(Email email, SmtpAccount account) throws InvalidFieldException {
        if (email.sender() != null && !email.sender().isBlank()) {
            return AddressParser.parseOne("sender", email.sender());
        }
        if (account.sender() == null) {
            throw new InvalidFieldException("sender", "is missing, and so is " + account.route().setting() + ".sender");
        }
        return account.sender();
    }

    private static Preparation refused(ErrorCode code, String reason) {
        return new Preparation.NotSendable(new Outcome.Refused(code, reason));
    }
}
