package dev.herald.message.text;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes a provider's words fit to leave the process. */
public final class Masking {
    private static final String MASK = "***";
    private static final int LONGEST_READ = 2_000;
    private static final int LONGEST = 300;
    private static final Pattern LINE_END = Pattern.compile("[\\r\\n\\u0085\\u2028\\u2029]");
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cs}]+");
    private static final Pattern URL = Pattern.compile("(?i)\\b(?:[a-z][a-z0-9+.\\-]{1,20}://|www\\.)\\S{1,500}");
    private static final Pattern ADDRESS = Pattern.compile("[^\\s<>\"'@(),;:]{1,200}@[^\\s<>\"'(),;]{1,200}");
    /** Seven digits or more, and what stands between those of a phone number. Dots only after a plus: else an IP address. */
    private static final Pattern NUMBER = Pattern
            .compile("\\+\\d(?:[ ()/.\\-]{0,3}\\d){3,}+|\\d(?:[ ()/\\-]{0,3}\\d){6,}+");
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}_]{2,}");
    /** What servers say of any message, so that it tells nothing of this one. */
    private static final Set<String> EVERYDAY = Set.of("""
        a about above account accept accepted access active address addressed after again all allowed an and any are as
        at attempt authentication authorized be been before blocked body bounce but by can cannot check code command
        connection contact content could daily day deliver delivered delivery denied did disabled do does domain due
        email enabled error exceeded exist failed failure for found from full further greylisted has have header helo
        help host how id if in inbox information invalid is it its later length limit line list local long mail
        mailbox maximum may message messages missing more must name new no not number of on only or other out over
        payload permission phone please policy problem queue quota rate reason received recipient recipients refused
        region reject rejected relay reply request required requires retry see send sender sending sent server service
        short should size sms smtp some spam status storage subject such support temporarily temporary text than that
        the their there this time to too transaction try type unable unavailable unknown until up use user valid value
        verified via was we were what when which while will with within without you your""".split("\\s+"));

    private Masking() {}

    /**
     * The first line of {@code words}, bounded, without URLs, addresses and long numbers, and without any word that also
     * stands in the message.
     */
    public static String quotable(String words, Iterable<String> message) {
        String start = words.substring(0, Math.min(words.length(), LONGEST_READ)).strip();
        String line = UNSEEN.matcher(LINE_END.split(start, 2)[0]).replaceAll("");
        for (Pattern pattern : new Pattern[]{URL, ADDRESS, NUMBER}) {
            line = pattern.matcher(line).replaceAll(Matcher.quoteReplacement(MASK));
        }
        Set<String> shared = shared(line, message);
        String masked = WORD.matcher(line)
                .replaceAll(word -> shared.contains(key(word)) ? Matcher.quoteReplacement(MASK) : word.group());
        return masked.length() <= LONGEST ? masked : masked.substring(0, LONGEST) + "...";
    }

    private static Set<String> shared(String line, Iterable<String> message) {
        Set<String> said = new HashSet<>();
        WORD.matcher(line).results().map(Masking::key).filter(word -> !EVERYDAY.contains(word)).forEach(said::add);
        Set<String> shared = new HashSet<>();
        for (String part : message) {
            for (Matcher word = WORD.matcher(part); word.find();) {
                String key = key(word);
                if (said.contains(key)) {
                    shared.add(key);
                }
            }
        }
        return shared;
    }

    private static String key(MatchResult word) {
        return word.group().toLowerCase(Locale.ROOT);
    }
}
