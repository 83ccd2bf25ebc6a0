package dev.herald.message.setting;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** At most {@code count} messages in {@code per}, written as {@code 14/s}, {@code 100/min} or {@code 5000/h}. */
public record Rate(int count, Duration per) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})\\s*/\\s*(s|min|h)");

    public Rate {
        if (count < 1) {
            throw new IllegalArgumentException("a rate is at least 1, as in 14/s");
        }
    }

    /** Reads {@code 14/s}, {@code 100/min} or {@code 5000/h}. */
    public static Rate valueOf(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            throw new IllegalArgumentException("a rate looks like 14/s, 100/min or 5000/h");
        }
        Duration per = switch (form.group(2)) {
            case "s" -> Duration.ofSeconds(1);
            case "min" -> Duration.ofMinutes(1);
            default -> Duration.ofHours(1);
        };
        return new Rate(Integer.parseInt(form.group(1)), per);
    }
}
