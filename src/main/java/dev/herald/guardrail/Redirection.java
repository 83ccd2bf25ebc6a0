package dev.herald.guardrail;

import dev.herald.message.Email;
import dev.herald.message.ProviderCommand;
import dev.herald.message.Recipient;
import dev.herald.message.Recipient.Mailbox;
import dev.herald.message.Recipient.Phone;
import dev.herald.message.Sms;
import dev.herald.message.text.Blanks;
import dev.herald.message.text.Listing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A message for whoever gets everything: it names whom it was for, and leaves out what would reach them all the same. */
final class Redirection {
    /** Ids of other messages, which look like addresses (RFC 5322 section 3.6.4). */
    private static final Set<String> IDS = Set.of("in-reply-to", "references");

    private Redirection() {}

    static Email of(Email email, String to, List<Recipient> originals) {
        Map<String, String> kept = new LinkedHashMap<>();
        List<String> leftOut = new ArrayList<>();
        email.headers().forEach((name, value) -> {
            if (reachesOthers(name, value)) {
                leftOut.add(name);
            } else {
                kept.put(name, value);
            }
        });
        String note = note(originals,
                (email.replyTo().isEmpty() ? "" : ", replyTo " + Blanks.oneLine(String.join(", ", email.replyTo())))
                        + (leftOut.isEmpty() ? "" : ", without its headers " + Listing.of(leftOut)));
        return email.withText(note + email.subject(), email.body(), email.bodyFormat()).redirectedTo(to, kept);
    }

    private static boolean reachesOthers(String header, String value) {
        return ProviderCommand.isOne(header)
                || (value.indexOf('@') >= 0 && !IDS.contains(header.toLowerCase(Locale.ROOT)));
    }

    static Sms of(Sms sms, String to, List<Recipient> originals) {
        return sms.redirectedTo(to, note(originals,
                sms.mediaUrls().isEmpty() ? "" : ", without its " + sms.mediaUrls().size() + " mediaUrls"));
    }

    private static String note(List<Recipient> originals, String remark) {
        return originals.stream().map(original -> switch (original) {
            case Mailbox mailbox -> mailbox.address();
            case Phone phone -> phone.number();
        }).collect(Collectors.joining(", ", "[for ", remark + "] "));
    }
}
