package dev.herald.guardrail;

import dev.herald.message.Email;
import dev.herald.message.ErrorCode;
import dev.herald.message.Message;
import dev.herald.message.Outcome.Refused;
import dev.herald.message.Recipient;
import dev.herald.message.Recipient.Mailbox;
import dev.herald.message.Recipient.Phone;
import dev.herald.message.Sms;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rules of {@code herald.guardrails} about who may be written to. */
public final class Guardrails {
    /** What servers that relay for Herald read a route from, in quotes, too (RFC 5321 appendix F.2). */
    private static final Pattern ROUTE = Pattern.compile("[%!@:]");

    private final GuardrailSettings settings;
    private final DomainList allowedDomains;
    private final DomainList deniedDomains;

    public Guardrails(GuardrailSettings settings) {
        this.settings = settings;
        this.allowedDomains = new DomainList(settings.allowedRecipientDomains());
        this.deniedDomains = new DomainList(settings.deniedRecipientDomains());
    }

    /**
     * Why a message may not go to these recipients, if so.
     *
     * @param size in bytes, as it is sent
     */
    public Optional<Refused> check(long size, List<Recipient> recipients) {
        if (size > settings.maxMessageSize().toBytes()) {
            return refused("The message has more than the " + settings.maxMessageSize().toKilobytes()
                    + " KB, as it is sent, that herald.guardrails.max-message-size allows.");
        }
        if (recipients.size() > settings.maxRecipients()) {
            return refused("recipient, cc and bcc: " + recipients.size() + " recipients, but"
                    + " herald.guardrails.max-recipients allows " + settings.maxRecipients() + ".");
        }
        return recipients.stream().map(this::violation).flatMap(Optional::stream).findFirst();
    }

    /** The message for whoever gets everything here; empty where nothing is redirected. */
    public Optional<Message> redirect(Message message, List<Recipient> originals) {
        return switch (message) {
            case Email email -> target(settings.redirectEmailTo()).map(to -> Redirection.of(email, to, originals));
            case Sms sms -> target(settings.redirectSmsTo()).map(to -> Redirection.of(sms, to, originals));
        };
    }

    private Optional<Refused> violation(Recipient recipient) {
        return switch (recipient) {
            case Mailbox mailbox when deniedDomains.contains(mailbox.domain()) -> refused(mailbox.field()
                    + ": the domain of an address is in herald.guardrails.denied-recipient-domains.");
            case Mailbox mailbox when !allowedDomains.isEmpty() && !allowedDomains.contains(mailbox.domain()) ->
                refused(mailbox.field()
                        + ": the domain of an address is not in herald.guardrails.allowed-recipient-domains.");
            case Mailbox mailbox when (!allowedDomains.isEmpty() || !deniedDomains.isEmpty())
                    && ROUTE.matcher(local(mailbox)).find() ->
                refused(mailbox.field() + ": an address has %, !, @ or : before its at sign, by which a mail server may"
                        + " take it to another domain than those that herald.guardrails."
                        + (allowedDomains.isEmpty() ? "denied" : "allowed") + "-recipient-domains is about.");
            case Phone phone when !settings.allowedPhoneRegions().isEmpty()
                    && settings.allowedPhoneRegions().stream().noneMatch(phone.region()::equalsIgnoreCase) ->
                refused(phone.field() + ": the number's region " + phone.region()
                        + " is not in herald.guardrails.allowed-phone-regions.");
            case Mailbox mailbox -> Optional.empty();
            case Phone phone -> Optional.empty();
        };
    }

    private static String local(Mailbox mailbox) {
        return mailbox.address().substring(0, mailbox.address().lastIndexOf('@'));
    }

    private static Optional<String> target(@Nullable String redirect) {
        return Optional.ofNullable(redirect).filter(to -> !to.isBlank());
    }

    private static Optional<Refused> refused(String reason) {
        return Optional.of(new Refused(ErrorCode.NOT_ALLOWED, reason));
    }
}
