package dev.herald.message;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Presets or senders, of which a message names one or leaves it open. */
public record Choice<T>(Map<String, T> byName) {

    /** The one of that name; where none is named the one named {@code default}, or the only one. */
    public Optional<T> find(@Nullable String name) {
        return isOpen(name) && byName.size() == 1
                ? byName.values().stream().findFirst()
                : Optional.ofNullable(byName.get(wanted(name)));
    }

    /** Whether no name is given. */
    public static boolean isOpen(@Nullable String name) {
        return name == null || name.isBlank();
    }

    /** The name to look for. */
    public static String wanted(@Nullable String name) {
        return name == null || name.isBlank() ? "default" : name;
    }
}
