package dev.herald.message;

/** Work that one replica at a time is about. */
public interface Turns {

    /**
     * Takes or keeps the turn; to be asked again within 20 seconds. Who dies, or stops asking, loses it to another within two
     * minutes.
     *
     * @param work what it is about
     * @throws RuntimeException when nobody can tell: then it is not this replica's
     */
    boolean isMine(String work);

    /** Gives the turn back, whatever comes of it. */
    void end(String work);
}
