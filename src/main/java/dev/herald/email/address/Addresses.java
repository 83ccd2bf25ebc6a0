package dev.herald.email.address;

import dev.herald.message.Email;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Everyone that an email names. Who is named twice, in To, Cc or Bcc, stays where named first. */
public record Addresses(EmailAddress sender, List<EmailAddress> to, List<EmailAddress> cc, List<EmailAddress> bcc,
        List<EmailAddress> replyTo) {

    private static final int MOST_REPLY_TO = 20;

    public static Addresses of(Email email, EmailAddress sender) throws InvalidFieldException {
        Set<String> seen = new HashSet<>();
        List<EmailAddress> to = unseen(AddressParser.parse("recipient", email.recipient()), seen);
        List<EmailAddress> cc = unseen(AddressParser.parse("cc", email.cc()), seen);
        List<EmailAddress> bcc = unseen(AddressParser.parse("bcc", email.bcc()), seen);
        if (to.isEmpty()) {
            throw new InvalidFieldException("recipient", "is missing");
        }
        List<EmailAddress> replyTo = AddressParser.parse("replyTo", email.replyTo());
        if (replyTo.size() > MOST_REPLY_TO) {
            throw new InvalidFieldException("replyTo", "has more than " + MOST_REPLY_TO + " addresses");
        }
        return new Addresses(sender, to, cc, bcc, replyTo);
    }

    private static List<EmailAddress> unseen(List<EmailAddress> addresses, Set<String> seen) {
        return addresses.stream().filter(address -> seen.add(address.identity())).toList();
    }

    /** Who receives it. */
    public List<EmailAddress> recipients() {
        List<EmailAddress> recipients = new ArrayList<>(to);
        recipients.addAll(cc);
        recipients.addAll(bcc);
        return recipients;
    }

    /** Everyone but Bcc. */
    public Stream<EmailAddress> inHeader() {
        return Stream.of(List.of(sender), to, cc, replyTo).flatMap(List::stream);
    }

    /** The right-hand side of Message-ID, which may be no IPv6 literal. */
    public String idDomain() {
        return sender.asciiDomain();
    }

    @Override
    public String toString() {
        return "Addresses[" + recipients().size() + " recipients]";
    }
}
