package dev.herald.message.file;

import java.io.IOException;
import java.io.InputStream;

/** What a file holds. It is read as a stream, and once for each run over it: when it is checked, counted and sent. */
public interface Content {

    /**
     * Begins to read.
     *
     * @throws IOException if it can't be read now; so does the stream
     */
    InputStream open() throws IOException;

    /** The most bytes that there can be. */
    long length();

    /** What there is, is not what it should be. The stream throws it, and will each time. */
    final class MalformedException extends IOException {
        public MalformedException(String problem) {
            super(problem);
        }
    }
}
