package dev.herald.email.report;

import dev.herald.message.LedgerId;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The envelope's sender, where bounces go, with a tag that leads to the message and that nobody else can make:
 * {@code bounces+<tag>@acme.example}.
 */
public final class BounceAddress {
    /** In characters, with what stands in front of it. */
    public static final int LONGEST_TAG = 1 + 16 + 13;

    private static final int RADIX = 36;
    private static final String TAG = "([0-9a-f]{16})([0-9a-z]{1,13})";
    // RFC 3464 section 2.2.1
    private static final Pattern ENVELOPE_ID = Pattern.compile("(?im)^Original-Envelope-Id:\\s*" + TAG + "\\s*$");
    private static final Pattern MESSAGE_ID = Pattern.compile("herald\\.(\\d{1,19})\\.([0-9a-f]{16})@");

    private final String local;
    private final String domain;
    private final boolean tagged;
    private final LedgerId ledger;
    private final Pattern pattern;

    /**
     * @param address {@code local@domain}
     * @param tagged whether the mail server delivers {@code local+tag@domain} there, too
     */
    public BounceAddress(String address, boolean tagged, LedgerId ledger) {
        int at = address.lastIndexOf('@');
        local = address.substring(0, at);
        domain = address.substring(at + 1);
        this.tagged = tagged;
        this.ledger = ledger;
        pattern = Pattern.compile("(?i)" + Pattern.quote(local) + "\\+" + TAG + "@" + Pattern.quote(domain));
    }

    /** Where a bounce of this job's message goes. */
    public String of(long jobKey) {
        return tagged ? local + '+' + tag(jobKey) + '@' + domain : local + '@' + domain;
    }

    /** The message's name in its envelope (ENVID, RFC 3461 section 4.4), and the tag. */
    public String tag(long jobKey) {
        return secret(jobKey) + Long.toString(jobKey, RADIX);
    }

    /** The job whose message an address of this kind in {@code text} is about. */
    OptionalLong tagIn(String text) {
        return proven(pattern, text, this::fromTag);
    }

    /** The job that a report names: by its envelope, or by the Message-ID in what it returns. */
    OptionalLong nameIn(String report) {
        OptionalLong tag = tagIn(report);
        OptionalLong envelope = tag.isPresent() ? tag : proven(ENVELOPE_ID, report, this::fromTag);
        return envelope.isPresent() ? envelope : proven(MESSAGE_ID, report, this::fromMessageId);
    }

    private static OptionalLong proven(Pattern pattern, String text,
            Function<MatchResult, OptionalLong> read) {
        return pattern.matcher(text).results().limit(50).map(read).filter(OptionalLong::isPresent).findFirst()
                .orElse(OptionalLong.empty());
    }

    private OptionalLong fromTag(MatchResult tag) {
        return key(tag.group(2).toLowerCase(Locale.ROOT), RADIX, tag.group(1).toLowerCase(Locale.ROOT), this::secret);
    }

    private OptionalLong fromMessageId(MatchResult id) {
        return key(id.group(1), 10, id.group(2), ledger::signature);
    }

    private static OptionalLong key(String digits, int radix, String proof, LongFunction<String> expected) {
        try {
            long key = Long.parseLong(digits, radix);
            return expected.apply(key).equals(proof) ? OptionalLong.of(key) : OptionalLong.empty();
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    private String secret(long jobKey) {
        return ledger.mac("bounce", Long.toString(jobKey)).substring(0, 16);
    }
}
