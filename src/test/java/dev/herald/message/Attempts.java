package dev.herald.message;

/** Attempts outside of a ledger. */
public final class Attempts {
    /** The first, with a mark that can always be set. */
    public static final Attempt FIRST = new Attempt(Progress.NONE, before -> {});

    private Attempts() {}
}
