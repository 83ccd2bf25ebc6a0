package dev.herald.message.file;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A document in Camunda's document store: it has to be fetched before it can be read.
 *
 * @param storeId null for the default store
 * @param contentHash SHA-256, hexadecimal; null where the reference has none
 * @param length as its metadata says, in bytes; 0 where they do not
 * @param contentType as its metadata says; null where they do not
 */
public record DocumentContent(@Nullable String storeId, String documentId, @Nullable String contentHash, long length,
        @Nullable String contentType) implements Content {

    /** Whether it is a page, as its metadata says. */
    public boolean isHtml() {
        return contentType != null && contentType.toLowerCase(Locale.ROOT).startsWith("text/html");
    }

    @Override
    public InputStream open() throws IOException {
        throw new IOException("a document has to be fetched first");
    }

    @Override
    public String toString() {
        return "DocumentContent[" + length + " bytes]";
    }
}
