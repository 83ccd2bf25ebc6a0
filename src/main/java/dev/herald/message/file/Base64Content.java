package dev.herald.message.file;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Base64;

/**
 * A file's content as a process variable holds it, decoded while it is read.
 *
 * @param text Base64 as of RFC 4648 section 4; white space does not count
 */
public record Base64Content(String text) implements Content {

    @Override
    public InputStream open() {
        return new Decoding(text);
    }

    @Override
    public long length() {
        return text.length() * 3L / 4;
    }

    @Override
    public String toString() {
        return "Base64Content[" + text.length() + " characters]";
    }

    private static final class Decoding extends InputStream {
        private static final int CHUNK = 8192;

        private final String text;
        private int position;
        private byte[] decoded = {};
        private int taken;
        private boolean padded;

        Decoding(String text) {
            this.text = text;
        }

        @Override
        public int read() throws IOException {
            return hasMore() ? decoded[taken++] & 0xff : -1;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (!hasMore()) {
                return -1;
            }
            int count = Math.min(length, decoded.length - taken);
            System.arraycopy(decoded, taken, bytes, from, count);
            taken += count;
            return count;
        }

        private boolean hasMore() throws MalformedException {
            while (taken == decoded.length) {
                byte[] chunk = next();
                if (chunk.length == 0) {
                    return false;
                }
                decode(chunk);
            }
            return true;
        }

        /** The next characters that count: whole groups of four, but at the end. */
        private byte[] next() {
            byte[] chunk = new byte[CHUNK];
            int length = 0;
            while (length < CHUNK && position < text.length()) {
                char c = text.charAt(position++);
                if (c != ' ' && (c < '\t' || c > '\r')) {
                    chunk[length++] = c < 0x80 ? (byte) c : 0;
                }
            }
            return length == CHUNK ? chunk : Arrays.copyOf(chunk, length);
        }

        private void decode(byte[] chunk) throws MalformedException {
            if (padded) {
                throw new MalformedException("Base64 goes on after its end");
            }
            padded = chunk[chunk.length - 1] == '=';
            try {
                decoded = Base64.getDecoder().decode(chunk);
                taken = 0;
            } catch (IllegalArgumentException e) {
                // its text would show a character
                throw new MalformedException("not Base64");
            }
        }
    }
}
