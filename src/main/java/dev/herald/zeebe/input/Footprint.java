package dev.herald.zeebe.input;

/** How much memory a job takes. */
public final class Footprint {
    /** What it holds is there as text, as values, filled in and encoded. */
    private static final int COPIES = 8;
    /** Beyond its characters, as Jackson makes it, in bytes. */
    private static final int CONTEXT = 150;
    private static final int LIST = 60;
    private static final int ENTRY = 40;
    private static final int TEXT = 24;

    private Footprint() {}

    /**
     * What variables may take at most, in bytes. A list of empty contexts is thirty times as large as it is written.
     *
     * @param json as the engine gives them
     */
    public static long of(String json) {
        long bytes = (long) COPIES * json.length();
        for (int i = 0; i < json.length(); i++) {
            bytes += switch (json.charAt(i)) {
                case '{' -> CONTEXT;
                case '[' -> LIST;
                case ':' -> ENTRY;
                case '"' -> TEXT;
                default -> 0;
            };
        }
        return bytes;
    }
}
