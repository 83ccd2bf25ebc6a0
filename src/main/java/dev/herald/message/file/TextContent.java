package dev.herald.message.file;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** A text that goes as a file, in UTF-8. */
public record TextContent(String text) implements Content {
    @Override
    public InputStream open() {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public long length() {
        return 3L * text.length(); // for each UTF-16 code unit at most
    }

    @Override
    public String toString() {
        return "TextContent[" + text.length() + " characters]";
    }
}
