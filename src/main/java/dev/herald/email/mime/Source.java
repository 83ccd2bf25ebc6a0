package dev.herald.email.mime;

import jakarta.activation.DataSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * What a part holds, opened anew for each run over it.
 *
 * @param type with its parameters
 */
record Source(String type, Opener opener) implements DataSource {

    @FunctionalInterface
    interface Opener {
        InputStream open() throws IOException;
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return opener.open();
    }

    @Override
    public OutputStream getOutputStream() {
        throw new UnsupportedOperationException("a message only reads");
    }

    @Override
    public String getContentType() {
        return type;
    }

    @Override
    public String getName() {
        return "";
    }
}
