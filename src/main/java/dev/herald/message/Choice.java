package dev.herald.message;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Presets or senders, of which a message names one or leaves it open.
 *
 * @param input the variable that names one
 * @param settings the property below which they are, with its dot at the end
 */
public record Choice<T>(String input, String settings, Map<String, T> byName) {
    /** What may be repeated in a text that leaves the process: no address, no sentence. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    /** The one of that name; where none is named the one named {@code default}, or the only one. */
    public Optional<T> find(@Nullable String name) {
        return isOpen(name) && byName.size() == 1
                ? byName.values().stream().findFirst()
                : Optional.ofNullable(byName.get(wanted(name)));
    }

    /** The outcome where {@link #find} finds nothing. */
    public Outcome.Misconfigured missing(@Nullable String name) {
        String wanted = wanted(name);
        return new Outcome.Misconfigured(input + ": "
                + (isOpen(name) ? "none is named, and there is no " : "there is no ")
                + settings + (NAME.matcher(wanted).matches() ? wanted : "* of the name given") + ". "
                + (byName.isEmpty() ? "None is configured." : "Configured: " + String.join(", ", byName.keySet()) + ".")
                + " Configure it, or name another one.");
    }

    private static boolean isOpen(@Nullable String name) {
        return name == null || name.isBlank();
    }

    private static String wanted(@Nullable String name) {
        return name == null || name.isBlank() ? "default" : name;
    }
}
